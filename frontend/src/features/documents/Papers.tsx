import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCan } from '@/features/identity/session'
import { apiQuery, send } from '@/shared/api/query'
import type { PaperRow } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { Dropdown, dropdownButton, dropdownItem } from '@/shared/ui/Dropdown'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import classes from './documents.module.css'
import { paperKinds } from './words'

const SOON = 1_500
const BEFORE = ['day_programme', 'attendance_blank']
const AFTER = ['attendance_sheet', 'day_protocol', 'certificates']

/** Papers of a Day: asked for here, drawn meanwhile, kept version by version. */
export function Papers({ dayId, over }: { dayId: string; over: boolean }) {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const client = useQueryClient()
  const papers = useQuery({
    ...apiQuery('/api/v1/documents', { query: { subject_id: dayId, limit: 50 } }),
    // While something is drawn the list asks often, otherwise not at all.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'queued' || status === 'making') ? SOON : false,
  })
  const ask = useMutation({
    mutationFn: (kind: string) =>
      send('post', '/api/v1/intensives-days/{day_id}/papers', {
        path: { day_id: dayId },
        body: { kind } as never,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['/api/v1/documents'] }),
  })
  const kinds = over ? [...BEFORE, ...AFTER] : BEFORE
  return (
    <Section
      title={t`Документы`}
      count={papers.data?.items.length}
      actions={
        can('documents.request') && (
          <Dropdown className={dropdownButton} button={<Trans>Подготовить документ</Trans>}>
            {(hide) =>
              kinds.map((kind) => (
                <button
                  key={kind}
                  type="button"
                  className={dropdownItem}
                  onClick={() => {
                    hide()
                    ask.mutate(kind)
                  }}
                >
                  {label(paperKinds, kind)}
                </button>
              ))
            }
          </Dropdown>
        )
      }
    >
      <ProblemNote error={ask.error} />
      <Loaded query={papers} skeleton={<RowsSkeleton rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.detail}>
              <Trans>Документов пока нет. Их готовят отсюда, прежние версии сохраняются.</Trans>
            </p>
          ) : (
            <ul className={classes.rows}>
              {items.map((paper) => (
                <PaperLine key={paper.id} paper={paper} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function PaperLine({ paper }: { paper: PaperRow }) {
  const label = useLabel()
  const format = useFormat()
  return (
    <li>
      <span>
        {label(paperKinds, paper.kind)}
        <span className={classes.detail}>
          <Trans>
            версия {paper.number}, {format.moment(paper.created_at)}
          </Trans>
        </span>
      </span>
      {paper.status === 'ready' ? (
        <Files id={paper.id} />
      ) : paper.status === 'failed' ? (
        <State tone="attention">
          <Trans>не получилось, подготовьте ещё раз</Trans>
        </State>
      ) : (
        <State tone="work">
          {paper.total > 1 ? (
            <Trans>
              готовится: {paper.done} из {paper.total}
            </Trans>
          ) : (
            <Trans>готовится</Trans>
          )}
        </State>
      )}
    </li>
  )
}

function Files({ id }: { id: string }) {
  const { t } = useLingui()
  const { data } = useQuery({
    ...apiQuery('/api/v1/documents/{document_id}', { path: { document_id: id } }),
    staleTime: Number.POSITIVE_INFINITY, // a version never changes once it is ready
  })
  return (
    <span className={classes.files}>
      {data?.files.map((file) => {
        const ending = file.name.split('.').at(-1)?.toUpperCase()
        return (
          <a
            key={file.id}
            href={`/api/v1/documents/${id}/files/${file.id}`}
            download={file.name}
            aria-label={t`Скачать ${file.name}`}
          >
            {ending}
          </a>
        )
      })}
    </span>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { apiPages, send } from '@/shared/api/query'
import type { AttendanceRow, EventDetail } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { Empty } from '@/shared/ui/Empty'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { CardSkeleton, RowsSkeleton } from '@/shared/ui/skeletons'
import { CodeScreen } from './CodeScreen'
import { Counts } from './Counts'
import { eventQuery, LIVE, useEventChange } from './event'
import classes from './events.module.css'
import { GuestLink } from './GuestLink'
import { When } from './When'

const route = getRouteApi('/shell/events/$eventId/lead')

/** The session in the leader's hand: the list, the code on the screen, the head-counts. */
export default function LeadPage() {
  const { t } = useLingui()
  const { eventId } = route.useParams()
  const event = useQuery({ ...eventQuery(eventId), refetchInterval: LIVE })
  return (
    <Loaded query={event} skeleton={<CardSkeleton />}>
      {(data) => (
        <Page
          title={t`Отметка участников`}
          parent={
            <Link to="/events/$eventId" params={{ eventId }}>
              {data.title}
            </Link>
          }
          status={
            <>
              <When starts={data.starts_at} ends={data.ends_at} />
              <span className="figures">
                <Trans>
                  отмечено {data.seats.attended} из {data.seats.taken}
                </Trans>
              </span>
            </>
          }
        >
          <Session event={data} />
        </Page>
      )}
    </Loaded>
  )
}

function Session({ event }: { event: EventDetail }) {
  const format = useFormat()
  const may = (action: string) => event.allowed_actions.includes(action)
  if (!may('mark_attendance') && !may('put_counts')) {
    const ahead = new Date(event.starts_at).getTime() > Date.now()
    return (
      <p className={classes.note}>
        {ahead ? (
          <Trans>Отмечать можно с начала: {format.moment(event.starts_at)}.</Trans>
        ) : (
          <Trans>Отмечать участников этого мероприятия вам нельзя: это делает ведущий или методист.</Trans>
        )}
      </p>
    )
  }
  const adults = event.audience.some((one) => one === 'teachers' || one === 'administrators')
  const counted = event.audience.filter((one) => one === 'students' || one === 'parents')
  return (
    <>
      {adults && may('show_code') && <CodeScreen eventId={event.id} />}
      {adults && may('mark_attendance') && <Sheet event={event} />}
      {counted.length > 0 && may('put_counts') && <Counts event={event} audiences={counted} />}
      {may('show_code') && <GuestLink eventId={event.id} />}
    </>
  )
}

function Sheet({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const [correcting, setCorrecting] = useState<AttendanceRow | null>(null)
  const sheet = useInfiniteQuery({
    ...apiPages('/api/v1/events/{event_id}/attendance', {
      path: { event_id: event.id },
      query: { limit: 100 },
    }),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE,
  })
  const mark = useEventChange((entries: { registration_id: string; present: boolean }[]) =>
    send('post', '/api/v1/events/{event_id}/attendance', {
      path: { event_id: event.id },
      body: { source: entries.length > 1 ? 'bulk' : 'list', entries },
    }),
  )
  const rows = sheet.data?.pages.flatMap((page) => page.items) ?? []
  const unmarked = rows.filter((row) => row.mark === null)
  return (
    <Section
      title={t`Список`}
      count={rows.length}
      actions={
        unmarked.length > 1 && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={mark.isPending}
            onClick={() => mark.mutate(unmarked.map((row) => ({ registration_id: row.id, present: true })))}
          >
            <Trans>Отметить всех остальных</Trans>
          </Button>
        )
      }
    >
      <ProblemNote error={mark.error} />
      <Loaded query={sheet} skeleton={<RowsSkeleton rows={6} />}>
        {() =>
          rows.length === 0 ? (
            <Empty>
              <Trans>На мероприятие никто не записан.</Trans>
            </Empty>
          ) : (
            <ul className={classes.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <span>
                    {row.person.name}
                    {row.school && <span className={classes.detail}>{row.school.name}</span>}
                    {row.mark?.reason && <span className={classes.detail}>{row.mark.reason}</span>}
                  </span>
                  {row.mark === null ? (
                    <span className={classes.marks}>
                      <Button
                        onClick={() => mark.mutate([{ registration_id: row.id, present: true }])}
                        aria-label={t`${row.person.name}: присутствует`}
                      >
                        <Trans>Есть</Trans>
                      </Button>
                      <Button
                        variant="default"
                        onClick={() => mark.mutate([{ registration_id: row.id, present: false }])}
                        aria-label={t`${row.person.name}: отсутствует`}
                      >
                        <Trans>Нет</Trans>
                      </Button>
                    </span>
                  ) : (
                    <span className={classes.marks}>
                      <State tone={row.mark.is_present ? 'done' : 'attention'}>
                        {row.mark.is_present ? <Trans>присутствует</Trans> : <Trans>отсутствует</Trans>}
                      </State>
                      <Button size="compact-sm" variant="subtle" onClick={() => setCorrecting(row)}>
                        <Trans>Исправить</Trans>
                      </Button>
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {sheet.hasNextPage && (
        <Button variant="default" onClick={() => void sheet.fetchNextPage()}>
          <Trans>Показать ещё</Trans>
        </Button>
      )}
      {correcting && <Correction event={event} row={correcting} onClose={() => setCorrecting(null)} />}
    </Section>
  )
}

interface CorrectionProps {
  event: EventDetail
  row: AttendanceRow
  onClose: () => void
}

/** A mark is never overwritten: a new one says why. */
function Correction({ event, row, onClose }: CorrectionProps) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const present = !row.mark?.is_present
  const correct = useEventChange(() =>
    send('post', '/api/v1/events/{event_id}/attendance', {
      path: { event_id: event.id },
      body: {
        source: 'list',
        entries: [{ registration_id: row.id, present, reason: reason.trim() || null }],
      },
    }),
  )
  return (
    <FormDialog
      title={present ? t`Отметить присутствие` : t`Отметить отсутствие`}
      submitLabel={t`Исправить отметку`}
      busy={correct.isPending}
      error={correct.error}
      onClose={onClose}
      onSubmit={() => correct.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{row.person.name}</p>
      <Textarea
        label={t`Почему исправляете`}
        autosize
        minRows={2}
        value={reason}
        onChange={(typed) => setReason(typed.currentTarget.value)}
      />
    </FormDialog>
  )
}

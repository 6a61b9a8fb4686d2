import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import type { Prevalence } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { Empty } from '@/shared/ui/Empty'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { useIsPhone } from '@/shared/ui/useIsPhone'
import { ProgramChoice } from '../ProgramChoice'
import { useProgramChoice } from '../useProgramChoice'
import classes from './scope.module.css'
import { TypeDecision } from './TypeDecision'
import { TypeList } from './TypeList'

const route = getRouteApi('/shell/deficits/decisions')

export default function ScopeDecisionsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { program_id } = route.useSearch()
  const navigate = route.useNavigate()
  const { query: programs, program, programs: choices, missing } = useProgramChoice(program_id)
  const prevalence = useQuery({
    ...apiQuery('/api/v1/deficits/prevalence', { query: { program_id: program?.id ?? '' } }),
    enabled: program !== undefined,
  })
  return (
    <Page
      wide
      title={t`Решения об охвате`}
      parent={
        program && (
          <Link to="/programs/$programId" params={{ programId: program.id }}>
            {program.title}
          </Link>
        )
      }
      story={
        prevalence.data && (
          <Trans>
            Общим дефицит предлагается, когда он подтверждён не меньше чем у{' '}
            {format.percent(prevalence.data.threshold)} школ с низкими результатами (их в программе{' '}
            {prevalence.data.participants}).
          </Trans>
        )
      }
    >
      <ProgramChoice
        programs={choices}
        value={program?.id}
        onChange={(id) => void navigate({ search: { program_id: id }, replace: true })}
      />
      {missing ? (
        <Empty
          action={
            <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
              <Trans>Открыть свою программу</Trans>
            </Button>
          }
        >
          <Trans>Программы из адреса нет, или она вам не видна.</Trans>
        </Empty>
      ) : programs.isSuccess && !program ? (
        <Empty>
          <Trans>Муниципальных программ пока нет, решать об охвате не о чем.</Trans>
        </Empty>
      ) : (
        <Loaded query={programs.isError ? (programs as never) : prevalence}>
          {(data) => <Decisions prevalence={data} />}
        </Loaded>
      )}
    </Page>
  )
}

function Decisions({ prevalence }: { prevalence: Prevalence }) {
  const phone = useIsPhone()
  const { type_id } = route.useSearch()
  const items = prevalence.items.filter((item) => item.holders > 0 || item.waiting > 0 || item.decision)
  const chosen = prevalence.items.find((item) => item.type.id === type_id) ?? (phone ? undefined : items[0])
  if (items.length === 0) {
    return (
      <Empty>
        <Trans>
          Подтверждённых дефицитов у школ с низкими результатами нет. Решение понадобится, когда они появятся.
        </Trans>
      </Empty>
    )
  }
  return (
    <div className={classes.split}>
      {!(phone && chosen) && (
        <TypeList items={items} chosen={chosen?.type.id} programId={prevalence.program_id} />
      )}
      {chosen && <TypeDecision key={chosen.type.id} item={chosen} programId={prevalence.program_id} />}
    </div>
  )
}

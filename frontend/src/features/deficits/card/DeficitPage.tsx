import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Deficit } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { bearers, severities, useLabel } from '@/shared/i18n/labels'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { DeficitState, ScopeWord } from '../DeficitState'
import { ActionsSection } from './ActionsSection'
import classes from './card.module.css'
import { DecisionSection } from './DecisionSection'
import { DescriptionSection } from './DescriptionSection'
import { HistorySection } from './HistorySection'
import { MeasurementsSection } from './MeasurementsSection'
import { Refused } from './Refused'
import { ServingSessions } from './ServingSessions'
import { TransitionBar } from './TransitionBar'
import { deficitQuery } from './useDeficitChange'

const route = getRouteApi('/shell/deficits/$deficitId')

export default function DeficitPage() {
  const { deficitId } = route.useParams()
  const deficit = useQuery(deficitQuery(deficitId))
  return (
    <Loaded query={deficit} skeleton={<CardSkeleton />}>
      {(data) => <DeficitCard key={data.id} deficit={data} />}
    </Loaded>
  )
}

function DeficitCard({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const { school, person, bearer_kind } = deficit
  const bearer = person ? `${person.name}, ${label(bearers, bearer_kind)}` : null
  return (
    <Page
      title={deficit.type.title}
      parent={
        <>
          <Link to="/schools/$schoolId" params={{ schoolId: school.id }}>
            {school.short_name}
          </Link>
          {bearer && <span className={classes.muted}> · {bearer}</span>}
        </>
      }
      status={
        <>
          <DeficitState deficit={deficit} />
          <span className={classes.muted}>
            {t`Охват`}: <ScopeWord scope={deficit.scope} />
          </span>
          <span className={classes.muted}>{label(severities, deficit.severity)}</span>
          {deficit.target_date && (
            <span className={classes.muted}>
              <Trans>срок — {format.day(deficit.target_date)}</Trans>
            </span>
          )}
          {deficit.is_reopened && (
            <span className={classes.muted}>
              <Trans>открыт снова</Trans>
            </span>
          )}
        </>
      }
      story={
        <>
          {deficit.improvement && `${deficit.improvement.text} `}
          {deficit.next_step.text}
        </>
      }
      actions={<TransitionBar deficit={deficit} />}
    >
      <ActionsSection deficit={deficit} />
      <ServingSessions deficit={deficit} />
      <MeasurementsSection deficit={deficit} />
      <DecisionSection deficit={deficit} />
      <DescriptionSection deficit={deficit} />
      <HistorySection deficit={deficit} />
      <Refused deficit={deficit} />
    </Page>
  )
}

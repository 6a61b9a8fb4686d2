import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Home } from '@/shared/api/types'
import { deficitStatuses, useLabel } from '@/shared/i18n/labels'
import { Section } from '@/shared/ui/Page'
import classes from './HomePage.module.css'

/** Totals come second and say what they count. */
export function Totals({ totals, stages }: Pick<Home, 'totals' | 'stages'>) {
  const { t } = useLingui()
  const label = useLabel()
  const order = Object.keys(deficitStatuses)
  const inOrder = [...stages].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
  const most = Math.max(1, ...stages.map((stage) => stage.count))
  return (
    <Section title={t`Как идёт работа`}>
      <p className={classes.summary}>
        <Plural
          value={totals.open}
          one="Открыт # дефицит"
          few="Открыто # дефицита"
          many="Открыто # дефицитов"
          other="Открыто # дефицита"
        />
        {': '}
        <Trans>
          общих — {totals.common}, индивидуальных — {totals.individual}, охват ещё не решён —{' '}
          {totals.undecided}. Закрыто за учебный год — {totals.closed_this_year}.
        </Trans>
      </p>
      <ul className={classes.stages}>
        {inOrder.map(({ status, count }) => (
          <li key={status}>
            <Link to="/deficits" search={{ status }}>
              {label(deficitStatuses, status)}
            </Link>
            <span className={classes.bar} aria-hidden="true">
              <span style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className="figures">{count}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

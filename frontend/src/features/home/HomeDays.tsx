import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Home } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { roles, useLabel } from '@/shared/i18n/labels'
import { Section } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import { daySteps } from './days'
import classes from './HomePage.module.css'

/** Days on their way, each with the step that somebody takes next. */
export function HomeDays({ days }: { days: Home['days'] }) {
  const { t, i18n } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const anyOf = new Intl.ListFormat(i18n.locale, { type: 'disjunction' })
  if (days.length === 0) return null
  return (
    <Section title={t`Дни образовательных интенсивов`}>
      <ul className={classes.rows}>
        {days.map((day) => (
          <li key={day.id}>
            <div className={classes.what}>
              <Link to="/intensives/$dayId" params={{ dayId: day.id }} data-row-link>
                {day.held_on ? format.day(day.held_on) : format.month(day.month)}
              </Link>
              <span className={classes.who}>{day.theme}</span>
            </div>
            {day.step && (
              <State tone={day.mine ? 'attention' : 'waiting'}>
                {label(daySteps, day.step)}
                {!day.mine && ` (${anyOf.format(day.roles.map((role) => label(roles, role)))})`}
              </State>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Schools that did not come to what serves their deficit. */
export function MissedSessions({ missed }: { missed: Home['missed'] }) {
  const { t } = useLingui()
  const format = useFormat()
  if (missed.length === 0) return null
  return (
    <Section title={t`Пропустили занятие по своему дефициту`}>
      <ul className={classes.rows}>
        {missed.map((row) => (
          <li key={row.deficit_id}>
            <div className={classes.what}>
              <Link to="/deficits/$deficitId" params={{ deficitId: row.deficit_id }} data-row-link>
                {row.title}
              </Link>
              <span className={classes.who}>{row.school}</span>
            </div>
            <span className={classes.since}>
              <Link to="/intensives/$dayId" params={{ dayId: row.day_id }}>
                <Trans>День {format.day(row.held_on)}</Trans>
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

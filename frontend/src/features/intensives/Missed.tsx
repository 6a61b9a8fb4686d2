import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import type { Day } from '@/shared/api/types'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import classes from './intensives.module.css'

/** Schools whose deficit the Day served and nobody of which came. */
export function Missed({ day }: { day: Day }) {
  const { t } = useLingui()
  const missed = useQuery(apiQuery('/api/v1/intensives-days/{day_id}/missed', { path: { day_id: day.id } }))
  return (
    <Section title={t`Кто пропустил`} count={missed.data?.items.length}>
      <Loaded query={missed}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.detail}>
              <Trans>Все школы, чьим дефицитам служил День, были на занятиях.</Trans>
            </p>
          ) : (
            <ul className={classes.rows}>
              {items.map((row) => (
                <li key={row.deficit_id}>
                  <span>
                    <Link to="/deficits/$deficitId" params={{ deficitId: row.deficit_id }}>
                      {row.school.short_name}
                    </Link>
                    <span className={classes.detail}>{row.type.title}</span>
                  </span>
                  <span className={classes.detail}>{row.sessions.join('; ')}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

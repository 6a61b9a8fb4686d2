import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { Section } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import classes from './card.module.css'

/** Sessions that serve this deficit, and whether the school came. */
export function ServingSessions({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const format = useFormat()
  const { data } = useQuery(
    apiQuery('/api/v1/deficits/{deficit_id}/sessions', { path: { deficit_id: deficit.id } }),
  )
  if (!data || data.items.length === 0) return null
  const now = Date.now()
  return (
    <Section title={t`Занятия по этому дефициту`} count={data.items.length}>
      <ul className={classes.rows}>
        {data.items.map((session) => (
          <li key={session.event_id}>
            <span>
              <Link to="/events/$eventId" params={{ eventId: session.event_id }}>
                {session.title}
              </Link>
              <span className={classes.detail}>{format.moment(session.starts_at)}</span>
            </span>
            {session.came > 0 ? (
              <State tone="done">
                <Plural
                  value={session.came}
                  one="был # участник"
                  few="были # участника"
                  many="было # участников"
                  other="было # участника"
                />
              </State>
            ) : new Date(session.starts_at).getTime() > now ? (
              <State tone="waiting">
                <Trans>впереди</Trans>
              </State>
            ) : (
              <State tone="attention">
                <Trans>школа пропустила</Trans>
              </State>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

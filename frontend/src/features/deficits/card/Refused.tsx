import { Trans } from '@lingui/react/macro'
import type { Deficit } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import classes from './card.module.css'
import { eventVerbs } from './events'

/** Which later steps this role will have, and what stands in their way today. */
export function Refused({ deficit }: { deficit: Deficit }) {
  const label = useLabel()
  const refused = deficit.transitions.filter((transition) => !transition.allowed && transition.reason)
  if (refused.length === 0) return null
  return (
    <details className={classes.why}>
      <summary>
        <Trans>Что пока нельзя и почему</Trans>
      </summary>
      <ul>
        {refused.map(({ event, reason }) => (
          <li key={event}>
            <b>{label(eventVerbs, event)}.</b> {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}

import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Deficit, Transition } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import classes from './card.module.css'
import { eventVerbs } from './events'
import { MeasurementDialog } from './MeasurementDialog'
import { TransitionDialog } from './TransitionDialog'

/** The next step as the main button, other possible steps beside it, and why the rest is not possible now. */
export function TransitionBar({ deficit }: { deficit: Deficit }) {
  const label = useLabel()
  const [measuring, setMeasuring] = useState(false)
  const [chosen, setChosen] = useState<Transition | null>(null)
  const allowed = deficit.transitions.filter((transition) => transition.allowed)
  const refused = deficit.transitions.filter(
    (transition) => !transition.allowed && transition.reason && transition.to !== deficit.status,
  )
  const main = allowed.find(({ event }) => event === deficit.next_step.event) ?? null
  const order = main ? [main, ...allowed.filter((transition) => transition !== main)] : allowed
  const needsBaseline = !main && !deficit.qualitative && deficit.allowed_actions.includes('add_baseline')
  return (
    <>
      {needsBaseline && (
        <Button onClick={() => setMeasuring(true)}>
          <Trans>Записать исходное измерение</Trans>
        </Button>
      )}
      {order.map((transition) => {
        const variant = transition === main ? 'filled' : 'default'
        // Scope is decided for the whole type, on the screen that shows the figures.
        if (transition.event === 'set_scope') {
          return (
            <ButtonLink
              key={transition.event}
              to="/deficits/decisions"
              search={{ program_id: deficit.program_id, type_id: deficit.type.id }}
              variant={variant}
            >
              {label(eventVerbs, transition.event)}
            </ButtonLink>
          )
        }
        return (
          <Button key={transition.event} variant={variant} onClick={() => setChosen(transition)}>
            {label(eventVerbs, transition.event)}
          </Button>
        )
      })}
      {refused.length > 0 && (
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
      )}
      {measuring && (
        <MeasurementDialog deficit={deficit} kind="baseline" onClose={() => setMeasuring(false)} />
      )}
      {chosen && (
        <TransitionDialog
          key={chosen.event}
          deficit={deficit}
          transition={chosen}
          verb={label(eventVerbs, chosen.event)}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  )
}

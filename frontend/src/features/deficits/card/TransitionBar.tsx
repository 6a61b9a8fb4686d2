import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Deficit, Transition } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Dropdown, dropdownButton, dropdownItem } from '@/shared/ui/Dropdown'
import { eventVerbs } from './events'
import { MeasurementDialog } from './MeasurementDialog'
import { TransitionDialog } from './TransitionDialog'

type Open = Transition | 'baseline' | null

/** The next step as the main button; other possible steps under "more". */
export function TransitionBar({ deficit }: { deficit: Deficit }) {
  const label = useLabel()
  const [opened, setOpened] = useState<Open>(null)
  const allowed = deficit.transitions.filter((transition) => transition.allowed)
  const main = allowed.find(({ event }) => event === deficit.next_step.event)
  const others = allowed.filter((transition) => transition !== main)
  const needsBaseline = !main && !deficit.qualitative && deficit.allowed_actions.includes('add_baseline')
  // Scope is decided for the whole type, on the screen that shows the figures.
  const toDecision = {
    to: '/deficits/decisions',
    search: { program_id: deficit.program_id, type_id: deficit.type.id },
  } as const
  const close = () => setOpened(null)
  return (
    <>
      {needsBaseline && (
        <Button onClick={() => setOpened('baseline')}>
          <Trans>Записать исходное измерение</Trans>
        </Button>
      )}
      {main?.event === 'set_scope' && (
        <ButtonLink {...toDecision}>{label(eventVerbs, main.event)}</ButtonLink>
      )}
      {main && main.event !== 'set_scope' && (
        <Button onClick={() => setOpened(main)}>{label(eventVerbs, main.event)}</Button>
      )}
      {others.length > 0 && (
        <Dropdown className={dropdownButton} button={<Trans>Другие шаги</Trans>}>
          {(hide) =>
            others.map((transition) =>
              transition.event === 'set_scope' ? (
                <Link key={transition.event} {...toDecision} className={dropdownItem} onClick={hide}>
                  {label(eventVerbs, transition.event)}
                </Link>
              ) : (
                <button
                  key={transition.event}
                  type="button"
                  className={dropdownItem}
                  onClick={() => {
                    hide()
                    setOpened(transition)
                  }}
                >
                  {label(eventVerbs, transition.event)}
                </button>
              ),
            )
          }
        </Dropdown>
      )}
      {opened === 'baseline' && <MeasurementDialog deficit={deficit} kind="baseline" onClose={close} />}
      {opened && opened !== 'baseline' && (
        <TransitionDialog
          key={opened.event}
          deficit={deficit}
          transition={opened}
          verb={label(eventVerbs, opened.event)}
          onClose={close}
        />
      )}
    </>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Deficit, DeficitAction } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { deficitRoutes, useLabel } from '@/shared/i18n/labels'
import { Section } from '@/shared/ui/Page'
import { State, type Tone } from '@/shared/ui/State'
import { AddActionDialog } from './AddActionDialog'
import { CloseActionDialog } from './CloseActionDialog'
import classes from './card.module.css'

const tones: Record<DeficitAction['state'], Tone> = {
  planned: 'work',
  done: 'done',
  missed: 'attention',
  cancelled: 'stopped',
}
type Step = { action: DeficitAction; event: 'complete' | 'cancel' }

export function ActionsSection({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  const [step, setStep] = useState<Step | null>(null)
  return (
    <Section
      title={t`Действия`}
      actions={
        deficit.allowed_actions.includes('add_action') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            <Trans>Добавить действие</Trans>
          </Button>
        )
      }
    >
      {deficit.actions.length === 0 ? (
        <p className={classes.muted}>
          <Trans>Действий пока нет: их планируют после решения об охвате.</Trans>
        </p>
      ) : (
        <ul className={classes.rows}>
          {deficit.actions.map((action) => (
            <ActionRow
              key={action.id}
              action={action}
              onStep={(event) => setStep({ action, event: event as Step['event'] })}
            />
          ))}
        </ul>
      )}
      {adding && <AddActionDialog deficit={deficit} onClose={() => setAdding(false)} />}
      {step && <CloseActionDialog deficit={deficit} {...step} onClose={() => setStep(null)} />}
    </Section>
  )
}

function ActionRow({ action, onStep }: { action: DeficitAction; onStep: (event: string) => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const state = {
    planned: action.planned_on ? t`запланировано на ${format.day(action.planned_on)}` : t`запланировано`,
    done: action.done_on ? t`выполнено ${format.day(action.done_on)}` : t`выполнено`,
    missed: t`День пропущен`,
    cancelled: t`отменено`,
  }[action.state as 'planned']
  return (
    <li>
      <span>
        {action.title}
        <span className={classes.detail}>
          {label(deficitRoutes, action.route)}
          {action.purpose === 'supporting' && <Trans>, поддерживает</Trans>} · {action.owner_name}
        </span>
        {action.effect && <span className={classes.detail}>{action.effect}</span>}
        {action.is_wrong_route && (
          <State tone="attention">
            <Trans>путь больше не подходит: охват изменился</Trans>
          </State>
        )}
      </span>
      <State tone={tones[action.state] ?? 'stopped'}>{state}</State>
      <span>
        {action.allowed_actions.map((event) => (
          <Button key={event} size="compact-sm" variant="subtle" onClick={() => onStep(event)}>
            {event === 'complete' ? t`Выполнено` : t`Отменить`}
          </Button>
        ))}
      </span>
    </li>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useMe } from '@/features/identity/session'
import { send } from '@/shared/api/query'
import type { Deficit, DeficitAction } from '@/shared/api/types'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { useDeficitChange } from './useDeficitChange'

interface CloseActionDialogProps {
  deficit: Deficit
  action: DeficitAction
  event: 'complete' | 'cancel'
  onClose: () => void
}

/** An action ends as done, with its effect, or as cancelled. */
export function CloseActionDialog({ deficit, action, event, onClose }: CloseActionDialogProps) {
  const { t } = useLingui()
  const { today } = useMe()
  const form = useDraftForm(`action.${action.id}.${event}`, { initialValues: { on: today, effect: '' } })
  const finish = useDeficitChange(deficit.id, () =>
    send('post', '/api/v1/deficits/{deficit_id}/actions/{action_id}/transitions', {
      path: { deficit_id: deficit.id, action_id: action.id },
      body: { event, on: form.values.on, effect: form.values.effect.trim() || null },
    }),
  )
  const done = event === 'complete'
  return (
    <FormDialog
      title={action.title}
      submitLabel={done ? t`Отметить выполненным` : t`Отменить действие`}
      busy={finish.isPending}
      error={finish.error}
      onClose={onClose}
      onSubmit={() =>
        finish.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      <TextInput
        type="date"
        label={done ? t`Когда выполнено` : t`Когда отменено`}
        {...form.getInputProps('on')}
      />
      <Textarea
        label={done ? t`Что это дало` : t`Почему отменено`}
        autosize
        minRows={2}
        {...form.getInputProps('effect')}
      />
    </FormDialog>
  )
}

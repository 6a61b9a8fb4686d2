import { useLingui } from '@lingui/react/macro'
import { useMe } from '@/features/identity/session'
import { send } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { ActionFields } from './ActionFields'
import { actionBody, emptyTransition } from './transition'
import { useDeficitChange } from './useDeficitChange'

export function AddActionDialog({ deficit, onClose }: { deficit: Deficit; onClose: () => void }) {
  const { t } = useLingui()
  const { today } = useMe()
  const form = useDraftForm(`action.${deficit.id}`, { initialValues: emptyTransition(today) })
  const { action } = form.values
  const add = useDeficitChange(deficit.id, () =>
    send('post', '/api/v1/deficits/{deficit_id}/actions', {
      path: { deficit_id: deficit.id },
      body: actionBody(action) as never,
    }),
  )
  return (
    <FormDialog
      title={t`Новое действие`}
      submitLabel={t`Добавить действие`}
      busy={add.isPending}
      error={add.error}
      onClose={onClose}
      onSubmit={() =>
        add.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      <ActionFields form={form} deficit={deficit} />
    </FormDialog>
  )
}

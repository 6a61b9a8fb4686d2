import { useLingui } from '@lingui/react/macro'
import { send } from '@/shared/api/query'
import type { Day } from '@/shared/api/types'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { DayFields } from './DayFields'
import { useDayChange } from './day'
import { dayBody, dayValues } from './dayForm'

export function EditDayDialog({ day, onClose }: { day: Day; onClose: () => void }) {
  const { t } = useLingui()
  const form = useDraftForm(`day.${day.id}`, { initialValues: dayValues(day) })
  const save = useDayChange(() =>
    send('patch', '/api/v1/intensives-days/{day_id}', {
      path: { day_id: day.id },
      version: day.version,
      body: dayBody(form.values) as never,
    }),
  )
  return (
    <FormDialog
      title={t`Как устроен День`}
      submitLabel={t`Сохранить`}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      <DayFields form={form} />
    </FormDialog>
  )
}

import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { ProgramChoice } from '@/features/deficits/ProgramChoice'
import { useProgramChoice } from '@/features/deficits/useProgramChoice'
import { shiftMonth } from '@/features/events/calendar'
import { useMe } from '@/features/identity/session'
import { send } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { DayFields } from './DayFields'
import { useDayChange } from './day'
import { type DayValues, dayBody, emptyDay } from './dayForm'

export function NewDayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const { today } = useMe()
  const navigate = useNavigate()
  const { programs, program } = useProgramChoice(undefined)
  const form = useDraftForm('new-day', {
    initialValues: { ...emptyDay(shiftMonth(today.slice(0, 7), 1)), program_id: '' },
  })
  const program_id = (form.values.program_id as string) || program?.id || ''
  const create = useDayChange(() =>
    send('post', '/api/v1/intensives-days', {
      body: { ...dayBody(form.values as DayValues), program_id, month: `${form.values.month}-01` } as never,
    }),
  )
  return (
    <FormDialog
      title={t`Новый День интенсивов`}
      submitLabel={t`Создать черновик`}
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={() =>
        create.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: (day) => {
            form.discard()
            void navigate({ to: '/intensives/$dayId', params: { dayId: day.id } })
          },
        })
      }
    >
      <ProgramChoice
        programs={programs}
        value={program_id}
        onChange={(next) => form.setFieldValue('program_id', next)}
      />
      <NativeSelect
        label={t`Месяц`}
        data={Array.from({ length: 12 }, (_, ahead) => {
          const value = shiftMonth(today.slice(0, 7), ahead)
          return { value, label: format.month(value) }
        })}
        {...form.getInputProps('month')}
      />
      <DayFields form={form as unknown as UseFormReturnType<DayValues>} />
    </FormDialog>
  )
}

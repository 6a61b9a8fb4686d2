import { useLingui } from '@lingui/react/macro'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { send } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'
import { severities, useLabel } from '@/shared/i18n/labels'
import { FormDialog } from '@/shared/ui/FormDialog'
import { SideBySide } from '@/shared/ui/SideBySide'
import { useDraftForm } from '@/shared/ui/useDraft'
import { SeverityField } from '../create/SeverityField'
import { deficitQuery, useDeficitChange } from './useDeficitChange'

const valuesOf = (deficit: Deficit) => ({
  severity: deficit.severity as number,
  description: deficit.description ?? '',
  growth_point: deficit.growth_point ?? '',
  target_date: deficit.target_date ?? '',
  qualitative: deficit.qualitative,
})

export function EditDeficitDialog({ deficit, onClose }: { deficit: Deficit; onClose: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const client = useQueryClient()
  const form = useDraftForm(`deficit.${deficit.id}`, { initialValues: valuesOf(deficit) })
  const [theirs, setTheirs] = useState<Deficit | null>(null)
  const { values } = form
  const save = useDeficitChange(deficit.id, (version: number) =>
    send('patch', '/api/v1/deficits/{deficit_id}', {
      path: { deficit_id: deficit.id },
      version,
      body: {
        severity: values.severity,
        description: values.description.trim() || null,
        growth_point: values.growth_point.trim() || null,
        target_date: values.target_date || null,
        qualitative: values.qualitative,
      },
    }),
  )
  const finish = () => {
    form.discard()
    onClose()
  }
  const submit = (version: number) =>
    save.mutate(version, {
      onSuccess: finish,
      onError: async (error) => {
        form.showProblem(error)
        if (isProblem(error) && error.status === 412) {
          setTheirs(await client.fetchQuery({ ...deficitQuery(deficit.id), staleTime: 0 }))
        }
      },
    })
  if (theirs) {
    const other = valuesOf(theirs)
    return (
      <SideBySide
        rows={[
          [t`Тяжесть`, label(severities, other.severity), label(severities, values.severity)],
          [t`Что наблюдается`, other.description, values.description],
          [t`Точка роста`, other.growth_point, values.growth_point],
          [t`Срок`, other.target_date, values.target_date],
        ]}
        busy={save.isPending}
        onTakeTheirs={finish}
        onKeepMine={() => submit(theirs.version)}
      />
    )
  }
  return (
    <FormDialog
      title={t`Описание дефицита`}
      submitLabel={t`Сохранить`}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => submit(deficit.version)}
    >
      <SeverityField
        value={values.severity}
        onChange={(severity) => form.setFieldValue('severity', severity)}
      />
      <Textarea label={t`Что наблюдается`} autosize minRows={3} {...form.getInputProps('description')} />
      <Textarea label={t`Точка роста`} autosize minRows={2} {...form.getInputProps('growth_point')} />
      <TextInput type="date" label={t`К какому сроку закрыть`} {...form.getInputProps('target_date')} />
      <Checkbox
        label={t`Не измеряется числом`}
        {...form.getInputProps('qualitative', { type: 'checkbox' })}
      />
    </FormDialog>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Group, Textarea, TextInput } from '@mantine/core'
import { useMe } from '@/features/identity/session'
import { send } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'
import { directions, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import { FormDialog } from '@/shared/ui/FormDialog'
import { parseFigure } from '@/shared/ui/figures'
import { useDraftForm } from '@/shared/ui/useDraft'
import { useDeficitChange } from './useDeficitChange'

interface MeasurementDialogProps {
  deficit: Deficit
  kind: 'baseline' | 'interim'
  onClose: () => void
}

export function MeasurementDialog({ deficit, kind, onClose }: MeasurementDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { today } = useMe()
  const baseline = deficit.measurements.find(({ kind }) => kind === 'baseline')
  const form = useDraftForm(`measurement.${deficit.id}.${kind}`, {
    initialValues: {
      value: '',
      scale: baseline?.scale ?? '%',
      target: '',
      direction: (baseline?.direction ?? 'higher') as string,
      measured_on: today,
      source: '',
      note: '',
    },
  })
  const { values } = form
  const first = kind === 'baseline'
  const save = useDeficitChange(deficit.id, () =>
    send('post', '/api/v1/deficits/{deficit_id}/measurements', {
      path: { deficit_id: deficit.id },
      body: {
        kind,
        measured_on: values.measured_on,
        value: parseFigure(values.value),
        scale: values.scale.trim() || null,
        target: first ? parseFigure(values.target) : null,
        direction: first ? values.direction : null,
        source: values.source.trim() || null,
        note: values.note.trim() || null,
      } as never,
    }),
  )
  return (
    <FormDialog
      title={first ? t`Исходное измерение` : t`Промежуточное измерение`}
      submitLabel={t`Записать измерение`}
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
      <Group grow align="flex-start">
        <TextInput label={t`Значение`} inputMode="decimal" {...form.getInputProps('value')} />
        <TextInput label={t`Единица`} {...form.getInputProps('scale')} />
        {first && <TextInput label={t`Цель`} inputMode="decimal" {...form.getInputProps('target')} />}
      </Group>
      {first && (
        <Choice
          label={t`Как читать значение`}
          value={values.direction}
          onChange={(direction) => form.setFieldValue('direction', direction)}
          options={Object.keys(directions).map((value) => ({ value, label: label(directions, value) }))}
        />
      )}
      <Group grow align="flex-start">
        <TextInput type="date" label={t`Дата измерения`} {...form.getInputProps('measured_on')} />
        <TextInput label={t`Чем измерено`} {...form.getInputProps('source')} />
      </Group>
      <Textarea label={t`Примечание`} autosize minRows={2} {...form.getInputProps('note')} />
    </FormDialog>
  )
}

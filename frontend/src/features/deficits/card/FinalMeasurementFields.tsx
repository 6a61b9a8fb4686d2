import { Trans, useLingui } from '@lingui/react/macro'
import { Group, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Deficit } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import type { TransitionValues } from './transition'

interface Props {
  form: UseFormReturnType<TransitionValues>
  deficit: Deficit
}

export function FinalMeasurementFields({ form, deficit }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const baseline = deficit.measurements.find(({ kind }) => kind === 'baseline')
  const refused = (field: string) => form.errors[`measurement.${field}`]
  return (
    <>
      {baseline && baseline.value !== null && baseline.target !== null && (
        <p>
          <Trans>
            Было {format.number(baseline.value)} {baseline.scale}, цель — {format.number(baseline.target)}{' '}
            {baseline.scale}.
          </Trans>
        </p>
      )}
      <Group grow align="flex-start">
        <TextInput
          label={t`Стало`}
          inputMode="decimal"
          {...form.getInputProps('measurement.value')}
          error={refused('value')}
        />
        <TextInput
          type="date"
          label={t`Дата измерения`}
          {...form.getInputProps('measurement.measured_on')}
          error={refused('measured_on')}
        />
      </Group>
      <TextInput label={t`Чем измерено`} {...form.getInputProps('measurement.source')} />
      <Textarea
        label={t`Что видно, если числом не измерить`}
        autosize
        minRows={2}
        {...form.getInputProps('measurement.note')}
        error={refused('note')}
      />
    </>
  )
}

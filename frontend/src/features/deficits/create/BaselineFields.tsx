import { useLingui } from '@lingui/react/macro'
import { Group, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { directions, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import type { NewDeficit } from './values'

/** Where the bearer stands now, and which value will mean that the deficit is closed. */
export function BaselineFields({ form }: { form: UseFormReturnType<NewDeficit> }) {
  const { t } = useLingui()
  const label = useLabel()
  const { measuring, baseline } = form.values
  return (
    <>
      <Choice
        label={t`Исходное измерение`}
        value={measuring}
        onChange={(next) => form.setFieldValue('measuring', next)}
        options={[
          { value: 'now', label: t`Записать сейчас` },
          { value: 'later', label: t`Записать позже` },
          {
            value: 'qualitative',
            label: t`Не измеряется числом`,
            description: t`Качественный дефицит: вывод делает человек`,
          },
        ]}
      />
      {measuring === 'now' && (
        <Stack gap="md">
          <Group grow align="flex-start">
            <TextInput label={t`Значение`} inputMode="decimal" {...form.getInputProps('baseline.value')} />
            <TextInput label={t`Единица`} {...form.getInputProps('baseline.scale')} />
            <TextInput label={t`Цель`} inputMode="decimal" {...form.getInputProps('baseline.target')} />
          </Group>
          <Choice
            label={t`Как читать значение`}
            value={baseline.direction}
            onChange={(next) => form.setFieldValue('baseline.direction', next)}
            options={Object.keys(directions).map((value) => ({ value, label: label(directions, value) }))}
          />
          <Group grow align="flex-start">
            <TextInput
              type="date"
              label={t`Дата измерения`}
              {...form.getInputProps('baseline.measured_on')}
            />
            <TextInput
              label={t`Чем измерено`}
              placeholder={t`ВПР, диагностика, наблюдение`}
              {...form.getInputProps('baseline.source')}
            />
          </Group>
        </Stack>
      )}
    </>
  )
}

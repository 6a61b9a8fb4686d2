import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { audiences, modes } from '@/features/events/words'
import { useLabel } from '@/shared/i18n/labels'
import { AUDIENCES, type DayValues } from './dayForm'
import classes from './intensives.module.css'

/** Everything the agenda is made from. */
export function DayFields({ form }: { form: UseFormReturnType<DayValues> }) {
  const { t } = useLingui()
  const label = useLabel()
  const { values, errors } = form
  const near = (field: string) =>
    errors[field] ?? Object.entries(errors).find(([name]) => name.startsWith(`${field}.`))?.[1]
  return (
    <>
      <TextInput type="date" label={t`Дата`} {...form.getInputProps('held_on')} />
      <TextInput label={t`Тема Дня`} {...form.getInputProps('theme')} />
      <Checkbox.Group
        label={t`Для кого`}
        value={values.audiences}
        onChange={(next) => form.setFieldValue('audiences', next)}
        error={errors.audiences}
      >
        <Stack gap={8} mt={6}>
          {AUDIENCES.map((value) => (
            <div key={value} className={classes.audience}>
              <Checkbox value={value} label={label(audiences, value)} />
              {values.audiences.includes(value) && (
                <TextInput
                  size="xs"
                  inputMode="numeric"
                  aria-label={t`${label(audiences, value)}: сколько ожидается`}
                  placeholder={t`сколько ожидается`}
                  value={values.people[value] ?? ''}
                  onChange={(typed) =>
                    form.setFieldValue('people', { ...values.people, [value]: typed.currentTarget.value })
                  }
                />
              )}
            </div>
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label={t`Как проходит`}
        data={Object.keys(modes).map((value) => ({ value, label: label(modes, value) }))}
        {...form.getInputProps('mode')}
      />
      {values.mode !== 'online' && (
        <>
          <TextInput label={t`Место`} {...form.getInputProps('place')} />
          <Textarea
            label={t`Помещения`}
            description={t`По одному в строке, после запятой — сколько мест: Кабинет 204, 30`}
            autosize
            minRows={2}
            {...form.getInputProps('rooms')}
            error={near('rooms')}
          />
        </>
      )}
      {values.mode !== 'in_person' && values.mode !== 'field' && (
        <TextInput label={t`Ссылка`} {...form.getInputProps('link')} />
      )}
      <Textarea
        label={t`Время занятий`}
        description={t`По одному в строке: 10:00–10:45`}
        autosize
        minRows={2}
        {...form.getInputProps('slots')}
        error={near('slots')}
      />
      <TextInput
        label={t`Параллельных потоков`}
        description={t`Сколько занятий одной аудитории идёт одновременно`}
        inputMode="numeric"
        {...form.getInputProps('tracks')}
      />
      <TextInput
        type="date"
        label={t`Регистрация до`}
        description={t`Пусто — до начала занятия`}
        {...form.getInputProps('registration_closes_on')}
      />
    </>
  )
}

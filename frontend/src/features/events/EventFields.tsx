import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/features/identity/session'
import { SchoolField } from '@/features/territory/SchoolField'
import { apiQuery } from '@/shared/api/query'
import { useLabel } from '@/shared/i18n/labels'
import { ChosenList } from './ChosenList'
import type { EventValues } from './eventForm'
import classes from './events.module.css'
import { audiences, modes, practices } from './words'

interface EventFieldsProps {
  form: UseFormReturnType<EventValues>
  isDraft: boolean
}

export function EventFields({ form, isDraft }: EventFieldsProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { values } = form
  const atPlace = values.mode !== 'online'
  const remote = values.mode === 'online' || values.mode === 'hybrid'
  const options = (labels: Parameters<typeof label>[0]) =>
    Object.keys(labels).map((value) => ({ value, label: label(labels, value) }))
  return (
    <Stack gap="md" maw={640}>
      <TextInput label={t`Название`} {...form.getInputProps('title')} />
      <NativeSelect label={t`Форма`} data={options(practices)} {...form.getInputProps('kind')} />
      <Checkbox.Group
        label={t`Для кого`}
        value={values.audience}
        onChange={(next) => form.setFieldValue('audience', next)}
        error={form.errors.audience}
      >
        <Stack gap={8} mt={6}>
          {options(audiences).map((one) => (
            <Checkbox key={one.value} {...one} />
          ))}
        </Stack>
      </Checkbox.Group>
      {isDraft && (
        <div className={classes.pair}>
          <TextInput
            type="date"
            label={t`День`}
            {...form.getInputProps('day')}
            error={form.errors.starts_at}
          />
          <TextInput type="time" label={t`Начало`} {...form.getInputProps('starts')} />
          <TextInput
            type="time"
            label={t`Окончание`}
            {...form.getInputProps('ends')}
            error={form.errors.ends_at}
          />
        </div>
      )}
      <NativeSelect label={t`Как проходит`} data={options(modes)} {...form.getInputProps('mode')} />
      {atPlace && (
        <div className={classes.pair}>
          <TextInput label={t`Место`} {...form.getInputProps('place')} />
          <TextInput label={t`Помещение`} {...form.getInputProps('room')} />
        </div>
      )}
      {remote && <TextInput label={t`Ссылка`} type="url" {...form.getInputProps('link')} />}
      <SpeakersField form={form} />
      <OrganizerField form={form} />
      <SchoolField
        label={t`Проводит школа`}
        error={form.errors.host_school_id}
        value={values.host_school_id}
        onChange={(next) => form.setFieldValue('host_school_id', next)}
      />
      <TypesField form={form} />
      <TextInput
        label={t`Мест`}
        description={t`Пусто — без ограничения`}
        inputMode="numeric"
        maw={200}
        {...form.getInputProps('capacity')}
      />
      <Checkbox
        label={t`Запись согласует школа`}
        {...form.getInputProps('needs_approval', { type: 'checkbox' })}
      />
      <Textarea label={t`Описание`} autosize minRows={3} {...form.getInputProps('description')} />
    </Stack>
  )
}

function SpeakersField({ form }: { form: UseFormReturnType<EventValues> }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 200)
  const found = useQuery({
    ...apiQuery('/api/v1/people', { query: { q: asked || undefined, limit: 20 } }),
    placeholderData: (previous) => previous,
  })
  const people = (found.data?.items ?? []).map((person) => ({ value: person.id, label: person.name }))
  const guest = asked.length > 4 ? [{ value: `guest ${asked}`, label: asked }] : []
  return (
    <ChosenList
      label={t`Кто ведёт`}
      placeholder={t`Начните вводить фамилию`}
      empty={t`Никого не нашлось. Гостя впишите полностью.`}
      options={[...people, ...guest]}
      text={text}
      onText={setText}
      chosen={form.values.speakers}
      onChange={(next) => form.setFieldValue('speakers', next)}
      error={form.errors.speakers}
    />
  )
}

function TypesField({ form }: { form: UseFormReturnType<EventValues> }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const types = useQuery({
    ...apiQuery('/api/v1/deficit-types', { query: { limit: 100, active: true } }),
    staleTime: 600_000,
  })
  const wanted = text.trim().toLowerCase()
  const options = (types.data?.items ?? [])
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .map(({ id, title }) => ({ value: id, label: title }))
  return (
    <ChosenList
      label={t`Каким дефицитам служит`}
      placeholder={t`Найдите вид дефицита`}
      empty={t`Такого вида нет в каталоге`}
      options={options}
      text={text}
      onText={setText}
      chosen={form.values.types}
      onChange={(next) => form.setFieldValue('types', next)}
      error={form.errors.deficit_type_ids}
    />
  )
}

function OrganizerField({ form }: { form: UseFormReturnType<EventValues> }) {
  const { t } = useLingui()
  const { assignment } = useMe()
  const organizations = useQuery(
    apiQuery('/api/v1/organizations', {
      query: { municipality_id: assignment.municipality_id ?? undefined, limit: 50 },
    }),
  )
  return (
    <NativeSelect
      label={t`Организатор`}
      data={[
        { value: '', label: t`Выберите` },
        ...(organizations.data?.items ?? []).map(({ id, name, short_name }) => ({
          value: id,
          label: short_name ?? name,
        })),
      ]}
      {...form.getInputProps('organizer_id')}
    />
  )
}

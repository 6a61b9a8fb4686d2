import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import { audiences, practices } from '@/features/events/words'
import { SchoolField } from '@/features/territory/SchoolField'
import { send } from '@/shared/api/query'
import type { Day } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { roomOptions, slotOptions, useDayChange } from './day'
import { contentTracks } from './words'

/** A session that nobody proposed: it serves common deficits of the Day, or has a track. */
export function AddSessionDialog({ day, onClose }: { day: Day; onClose: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const form = useDraftForm(`session.${day.id}`, {
    initialValues: {
      title: '',
      kind: 'seminar',
      audience: [] as string[],
      slot: String(day.slots[0]?.number ?? 1),
      room: day.rooms[0]?.name ?? '',
      host_school_id: '',
      led_by: '',
      deficit_type_ids: [] as string[],
      content_track: '',
    },
  })
  const { values } = form
  const add = useDayChange(() =>
    send('post', '/api/v1/intensives-days/{day_id}/agenda/sessions', {
      path: { day_id: day.id },
      body: {
        ...values,
        slot: Number(values.slot),
        room: values.room || null,
        host_school_id: values.host_school_id || null,
        led_by: values.led_by.trim() || null,
        content_track: values.content_track || null,
      } as never,
    }),
  )
  return (
    <FormDialog
      title={t`Новое занятие Дня`}
      submitLabel={t`Добавить занятие`}
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
      <TextInput label={t`Название`} {...form.getInputProps('title')} />
      <NativeSelect
        label={t`Форма`}
        data={Object.keys(practices).map((value) => ({ value, label: label(practices, value) }))}
        {...form.getInputProps('kind')}
      />
      <Checkbox.Group label={t`Для кого`} {...form.getInputProps('audience')}>
        <Stack gap={8} mt={6}>
          {day.audiences.map((value) => (
            <Checkbox key={value} value={value} label={label(audiences, value)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect label={t`Время`} data={slotOptions(day)} {...form.getInputProps('slot')} />
      {day.rooms.length > 0 && (
        <NativeSelect label={t`Помещение`} data={roomOptions(day)} {...form.getInputProps('room')} />
      )}
      <Checkbox.Group label={t`Каким общим дефицитам служит`} {...form.getInputProps('deficit_type_ids')}>
        <Stack gap={8} mt={6}>
          {day.themes.map(({ type }) => (
            <Checkbox key={type.id} value={type.id} label={type.title} />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label={t`Направление`}
        description={t`Нужно, если занятие не служит общему дефициту`}
        data={[
          { value: '', label: t`не выбрано` },
          ...Object.keys(contentTracks).map((value) => ({ value, label: label(contentTracks, value) })),
        ]}
        {...form.getInputProps('content_track')}
      />
      <SchoolField
        label={t`Проводит школа`}
        municipalityId={day.municipality_id}
        value={values.host_school_id}
        onChange={(host_school_id) => form.setFieldValue('host_school_id', host_school_id)}
      />
      {!values.host_school_id && (
        <TextInput
          label={t`Кто проводит, если не школа`}
          description={t`Пусто — организатор Дня`}
          {...form.getInputProps('led_by')}
        />
      )}
    </FormDialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import { audiences, practices } from '@/features/events/words'
import { SchoolField } from '@/features/territory/SchoolField'
import { send } from '@/shared/api/query'
import type { AgendaItem, Day } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { Dialog } from '@/shared/ui/Dialog'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { roomOptions, slotOptions, useDayChange } from './day'
import classes from './intensives.module.css'

interface ItemDialogProps {
  day: Day
  item: AgendaItem
  onClose: () => void
}

/** Why a session is proposed, and what the coordinator does with it: by menu, so the keyboard reaches everything. */
export function ItemDialog({ day, item, onClose }: ItemDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const [place, setPlace] = useState({
    slot: item.slot,
    room: item.room ?? '',
    kind: item.kind as string,
    host_school_id: item.host_school_id ?? '',
  })
  const run = useDayChange((body: object) =>
    send('post', '/api/v1/intensives-days/{day_id}/agenda/items/{item_id}/transitions', {
      path: { day_id: day.id, item_id: item.id },
      body: body as never,
    }),
  )
  const may = (action: AgendaItem['allowed_actions'][number]) => item.allowed_actions.includes(action)
  const act = (body: object) => run.mutate(body, { onSuccess: onClose })
  const move = () => {
    const { slot, room, kind, host_school_id } = place
    act({
      event: 'move',
      payload: {
        slot: Number(slot),
        room: room || null,
        kind,
        ...(host_school_id !== (item.host_school_id ?? '') && { host_school_id: host_school_id || null }),
      },
    })
  }
  return (
    <Dialog title={item.type.title} onClose={onClose}>
      <Stack gap="md">
        <p>
          {label(audiences, item.audience)}. {item.reason.text}
        </p>
        <Group gap="xs">
          {may('accept') && (
            <Button loading={run.isPending} onClick={() => act({ event: 'accept' })}>
              <Trans>Принять в программу</Trans>
            </Button>
          )}
          {may('pin') && (
            <Button variant="default" onClick={() => act({ event: 'pin' })}>
              <Trans>Закрепить</Trans>
            </Button>
          )}
          {may('unpin') && (
            <Button variant="default" onClick={() => act({ event: 'unpin' })}>
              <Trans>Открепить</Trans>
            </Button>
          )}
          {may('drop') && (
            <Button variant="default" onClick={() => act({ event: 'drop' })}>
              <Trans>Снять и не предлагать</Trans>
            </Button>
          )}
        </Group>
        <ProblemNote error={run.error} />
        {may('move') && (
          <>
            <h3 className={classes.detail}>
              <Trans>Или переставьте: место закрепится</Trans>
            </h3>
            <NativeSelect
              label={t`Время`}
              data={slotOptions(day)}
              value={String(place.slot)}
              onChange={(event) => setPlace({ ...place, slot: Number(event.currentTarget.value) })}
            />
            {day.rooms.length > 0 && (
              <NativeSelect
                label={t`Помещение`}
                data={roomOptions(day)}
                value={place.room}
                onChange={(event) => setPlace({ ...place, room: event.currentTarget.value })}
              />
            )}
            <NativeSelect
              label={t`Форма`}
              data={Object.keys(practices).map((value) => ({ value, label: label(practices, value) }))}
              value={place.kind}
              onChange={(event) => setPlace({ ...place, kind: event.currentTarget.value })}
            />
            <SchoolField
              label={t`Проводит школа`}
              municipalityId={day.municipality_id}
              value={place.host_school_id}
              onChange={(host_school_id) => setPlace({ ...place, host_school_id })}
            />
            <Button
              variant="default"
              loading={run.isPending}
              onClick={move}
              style={{ alignSelf: 'flex-start' }}
            >
              <Trans>Переставить</Trans>
            </Button>
          </>
        )}
      </Stack>
    </Dialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { send } from '@/shared/api/query'
import type { EventDetail, EventTransition } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Dropdown, dropdownButton, dropdownItem } from '@/shared/ui/Dropdown'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { useEventChange } from './event'
import { instant, timeOf } from './instants'
import { eventVerbs } from './words'

/** The next step as the main button, the rest behind "more"; what leads to the phone screens of the session beside it. */
export function EventActions({ event }: { event: EventDetail }) {
  const label = useLabel()
  const [opened, setOpened] = useState<EventTransition | null>(null)
  const allowed = event.transitions.filter((transition) => transition.allowed)
  const main = allowed.find(({ requires }) => requires.length === 0)
  const others = allowed.filter((transition) => transition !== main)
  const may = (action: string) => event.allowed_actions.includes(action)
  const id = { eventId: event.id }
  return (
    <>
      {may('mark_attendance') && (
        <ButtonLink to="/events/$eventId/lead" params={id}>
          <Trans>Отметить участников</Trans>
        </ButtonLink>
      )}
      {may('register_many') && (
        <ButtonLink to="/events/$eventId/register" params={id} variant={main ? 'default' : 'filled'}>
          <Trans>Записать сотрудников</Trans>
        </ButtonLink>
      )}
      {main && <Button onClick={() => setOpened(main)}>{label(eventVerbs, main.event)}</Button>}
      {others.length > 0 && (
        <Dropdown className={dropdownButton} button={<Trans>Другие шаги</Trans>}>
          {(hide) =>
            others.map((transition) => (
              <button
                key={transition.event}
                type="button"
                className={dropdownItem}
                onClick={() => {
                  hide()
                  setOpened(transition)
                }}
              >
                {label(eventVerbs, transition.event)}
              </button>
            ))
          }
        </Dropdown>
      )}
      {opened && (
        <TransitionDialog
          key={opened.event}
          event={event}
          transition={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}

interface TransitionDialogProps {
  event: EventDetail
  transition: EventTransition
  onClose: () => void
}

function TransitionDialog({ event, transition, onClose }: TransitionDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const needs = new Set<string>(transition.requires)
  const form = useDraftForm(`event.${event.id}.${transition.event}`, {
    initialValues: {
      comment: '',
      day: format.date(event.starts_at),
      starts: timeOf(event.starts_at),
      ends: timeOf(event.ends_at),
    },
  })
  const { values } = form
  const run = useEventChange(
    () =>
      send('post', '/api/v1/events/{event_id}/transitions', {
        path: { event_id: event.id },
        version: event.version,
        body: {
          event: transition.event,
          comment: values.comment.trim() || null,
          payload: needs.has('starts_at')
            ? { starts_at: instant(values.day, values.starts), ends_at: instant(values.day, values.ends) }
            : {},
        } as never,
      }),
    event.id,
  )
  return (
    <FormDialog
      title={label(eventVerbs, transition.event)}
      submitLabel={label(eventVerbs, transition.event)}
      busy={run.isPending}
      error={run.error}
      onClose={onClose}
      onSubmit={() =>
        run.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      {needs.has('starts_at') && (
        <>
          <TextInput
            type="date"
            label={t`Новый день`}
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
        </>
      )}
      {needs.has('comment') ? (
        <Textarea
          label={t`Почему`}
          description={t`Это прочтут участники`}
          autosize
          minRows={2}
          {...form.getInputProps('comment')}
        />
      ) : (
        <p>{event.title}</p>
      )}
    </FormDialog>
  )
}

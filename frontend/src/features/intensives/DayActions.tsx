import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { send } from '@/shared/api/query'
import type { Day, DayTransition } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { Dropdown, dropdownButton, dropdownItem } from '@/shared/ui/Dropdown'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { useDayChange } from './day'
import { dayConsequences, dayVerbs } from './words'

/** The step that moves the Day on as the main button, the others behind "more". */
export function DayActions({ day }: { day: Day }) {
  const label = useLabel()
  const [opened, setOpened] = useState<DayTransition | null>(null)
  const allowed = day.transitions.filter((transition) => transition.allowed)
  const main = allowed.find(({ event, requires }) => requires.length === 0 && event !== 'close_registration')
  const others = allowed.filter((transition) => transition !== main)
  return (
    <>
      {main && <Button onClick={() => setOpened(main)}>{label(dayVerbs, main.event)}</Button>}
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
                {label(dayVerbs, transition.event)}
              </button>
            ))
          }
        </Dropdown>
      )}
      {opened && (
        <TransitionDialog key={opened.event} day={day} transition={opened} onClose={() => setOpened(null)} />
      )}
    </>
  )
}

interface TransitionDialogProps {
  day: Day
  transition: DayTransition
  onClose: () => void
}

function TransitionDialog({ day, transition, onClose }: TransitionDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const verb = label(dayVerbs, transition.event)
  const needs = new Set<string>(transition.requires)
  const form = useDraftForm(`day.${day.id}.${transition.event}`, {
    initialValues: { comment: '', held_on: day.held_on ?? '' },
  })
  const run = useDayChange(() =>
    send('post', '/api/v1/intensives-days/{day_id}/transitions', {
      path: { day_id: day.id },
      version: day.version,
      body: {
        event: transition.event,
        comment: form.values.comment.trim() || null,
        payload: needs.has('held_on') ? { held_on: form.values.held_on || null } : {},
      },
    }),
  )
  return (
    <FormDialog
      title={verb}
      submitLabel={verb}
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
      {transition.event in dayConsequences && <p>{label(dayConsequences, transition.event)}</p>}
      {needs.has('held_on') && (
        <TextInput type="date" label={t`Новая дата`} {...form.getInputProps('held_on')} />
      )}
      {needs.has('comment') && (
        <Textarea
          label={t`Почему`}
          description={t`Это прочтут участники`}
          autosize
          minRows={2}
          {...form.getInputProps('comment')}
        />
      )}
    </FormDialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { send } from '@/shared/api/query'
import type { Day } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { Facts } from '@/shared/ui/Facts'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Section } from '@/shared/ui/Page'
import { useDraftForm } from '@/shared/ui/useDraft'
import { useDayChange } from './day'
import classes from './intensives.module.css'
import { decisionLines, protocolBody } from './protocolForm'

/** What only people can say about the Day: who chaired it, what was asked, what was decided. */
export function Protocol({ day }: { day: Day }) {
  const { t } = useLingui()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const { protocol } = day
  const nothing = t`не указано`
  return (
    <Section
      title={t`Протокол`}
      actions={
        day.allowed_actions.includes('update') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            <Trans>Заполнить</Trans>
          </Button>
        )
      }
    >
      <Facts
        items={[
          [t`Номер`, protocol.number ?? nothing],
          [t`Председатель`, protocol.chair ?? nothing],
          [t`Секретарь`, protocol.secretary ?? nothing],
          [
            t`Вопросы`,
            <span key="questions" className={classes.text}>
              {protocol.questions.join('\n') || nothing}
            </span>,
          ],
        ]}
      />
      {protocol.decisions.length > 0 && (
        <ul className={classes.rows} aria-label={t`Решения`}>
          {protocol.decisions.map((decision) => (
            <li key={decision.text}>
              <span>{decision.text}</span>
              <span className={classes.detail}>
                {decision.responsible}
                {decision.due_on && <Trans>, до {format.day(decision.due_on)}</Trans>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {editing && <ProtocolDialog day={day} onClose={() => setEditing(false)} />}
    </Section>
  )
}

function ProtocolDialog({ day, onClose }: { day: Day; onClose: () => void }) {
  const { t } = useLingui()
  const { protocol } = day
  const form = useDraftForm(`protocol.${day.id}`, {
    initialValues: {
      number: protocol.number ?? '',
      chair: protocol.chair ?? '',
      secretary: protocol.secretary ?? '',
      questions: protocol.questions.join('\n'),
      decisions: decisionLines(protocol.decisions),
    },
  })
  const save = useDayChange(() =>
    send('patch', '/api/v1/intensives-days/{day_id}', {
      path: { day_id: day.id },
      version: day.version,
      body: { protocol: protocolBody(form.values) } as never,
    }),
  )
  return (
    <FormDialog
      title={t`Протокол Дня`}
      submitLabel={t`Сохранить`}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(undefined, {
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      <TextInput label={t`Номер`} {...form.getInputProps('number')} />
      <TextInput label={t`Председатель`} {...form.getInputProps('chair')} />
      <TextInput label={t`Секретарь`} {...form.getInputProps('secretary')} />
      <Textarea
        label={t`Вопросы`}
        description={t`По одному в строке`}
        autosize
        minRows={2}
        {...form.getInputProps('questions')}
      />
      <Textarea
        label={t`Решения`}
        description={t`По одному в строке: что решили; кто отвечает; до какого дня (2027-03-01)`}
        autosize
        minRows={3}
        {...form.getInputProps('decisions')}
      />
    </FormDialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '@/features/identity/session'
import { send } from '@/shared/api/query'
import type { SchoolDetail } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { schoolStatuses, useLabel } from '@/shared/i18n/labels'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Section } from '@/shared/ui/Page'
import { TimeLine } from '@/shared/ui/TimeLine'
import { useDraftForm } from '@/shared/ui/useDraft'
import { statusTone } from './statusTone'
import classes from './territory.module.css'
import { useSchoolChange } from './useSchoolChange'

type Entry = SchoolDetail['status_history'][number]

/** The statuses of a school over time, each with its basis. */
export function SchoolStatusLine({ school }: { school: SchoolDetail }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Entry | null>(null)
  const mayAdd = school.allowed_actions.includes('add_status')
  const mayEnd = school.allowed_actions.includes('end_status')

  const when = ({ valid_from, valid_to }: Entry) => {
    const from = valid_from ? format.day(valid_from) : t`дата неизвестна`
    return valid_to ? `${from} – ${format.day(valid_to)}` : from
  }
  return (
    <Section
      title={t`Статусы`}
      actions={
        mayAdd && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            <Trans>Присвоить статус</Trans>
          </Button>
        )
      }
    >
      {school.status_history.length === 0 && (
        <p className={classes.note}>
          <Trans>Статусов нет: школа не отнесена ни к одной категории.</Trans>
        </p>
      )}
      <TimeLine
        items={school.status_history.map((entry) => ({
          id: entry.id,
          when: when(entry),
          tone: entry.is_current ? statusTone(entry.status) : 'stopped',
          title: (
            <>
              {label(schoolStatuses, entry.status)}
              {!entry.is_current && <Trans> — прежний</Trans>}
            </>
          ),
          note: entry.basis,
          actions: mayEnd && entry.is_current && (
            <Button size="compact-sm" variant="subtle" onClick={() => setEnding(entry)}>
              <Trans>Завершить</Trans>
            </Button>
          ),
        }))}
      />
      {adding && <AddStatus school={school} onClose={() => setAdding(false)} />}
      {ending && <EndStatus school={school} entry={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function AddStatus({ school, onClose }: { school: SchoolDetail; onClose: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const form = useDraftForm(`school-status.${school.id}`, {
    initialValues: { status: 'low_results', valid_from: '', basis: '' },
  })
  const save = useSchoolChange(school, () =>
    send('post', '/api/v1/schools/{school_id}/statuses', {
      path: { school_id: school.id },
      body: { ...form.values, valid_from: form.values.valid_from || null } as never,
    }),
  )
  return (
    <FormDialog
      title={t`Присвоить статус`}
      submitLabel={t`Присвоить`}
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
      <NativeSelect
        label={t`Статус`}
        data={Object.keys(schoolStatuses).map((value) => ({ value, label: label(schoolStatuses, value) }))}
        {...form.getInputProps('status')}
      />
      <TextInput
        type="date"
        label={t`С какой даты`}
        description={t`Оставьте пустым, если дата неизвестна`}
        {...form.getInputProps('valid_from')}
      />
      <Textarea
        label={t`Основание`}
        description={t`Приказ, список или результаты оценочной процедуры`}
        autosize
        minRows={2}
        {...form.getInputProps('basis')}
      />
    </FormDialog>
  )
}

function EndStatus({ school, entry, onClose }: { school: SchoolDetail; entry: Entry; onClose: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const { today } = useMe()
  const form = useDraftForm(`school-status-end.${entry.id}`, {
    initialValues: { valid_to: today, basis: '' },
  })
  const save = useSchoolChange(school, () =>
    send('post', '/api/v1/schools/{school_id}/statuses/{status_id}/end', {
      path: { school_id: school.id, status_id: entry.id },
      body: form.values,
    }),
  )
  return (
    <FormDialog
      title={t`Завершить статус «${label(schoolStatuses, entry.status)}»`}
      submitLabel={t`Завершить статус`}
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
      <TextInput
        type="date"
        label={t`С какого дня больше не действует`}
        {...form.getInputProps('valid_to')}
      />
      <Textarea label={t`Основание`} autosize minRows={2} {...form.getInputProps('basis')} />
    </FormDialog>
  )
}

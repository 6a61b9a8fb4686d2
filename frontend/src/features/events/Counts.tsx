import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/features/identity/session'
import { SchoolField } from '@/features/territory/SchoolField'
import { apiQuery, send } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { FormDialog } from '@/shared/ui/FormDialog'
import { parseFigure } from '@/shared/ui/figures'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { useDraftForm } from '@/shared/ui/useDraft'
import { LIVE, useEventChange } from './event'
import classes from './events.module.css'
import { audiences as words } from './words'

interface CountsProps {
  event: EventDetail
  audiences: string[]
}

/** Students and parents are numbers per school, never names. */
export function Counts({ event, audiences }: CountsProps) {
  const { t } = useLingui()
  const label = useLabel()
  const [adding, setAdding] = useState(false)
  const counts = useQuery({
    ...apiQuery('/api/v1/events/{event_id}/counts', { path: { event_id: event.id } }),
    refetchInterval: LIVE,
  })
  const total = counts.data?.items.reduce((sum, row) => sum + row.count, 0)
  return (
    <Section
      title={t`Обучающиеся и родители`}
      count={total}
      actions={
        event.allowed_actions.includes('put_counts') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            <Trans>Внести число</Trans>
          </Button>
        )
      }
    >
      <Loaded query={counts}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.detail}>
              <Trans>Пока никого не посчитали.</Trans>
            </p>
          ) : (
            <ul className={classes.rows}>
              {items.map((row) => (
                <li key={`${row.school.id}-${row.audience}`}>
                  <span>
                    {row.school.name}
                    <span className={classes.detail}>{label(words, row.audience)}</span>
                  </span>
                  <span className="figures">{row.count}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <CountDialog event={event} audiences={audiences} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function CountDialog({ event, audiences, onClose }: CountsProps & { onClose: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const { assignment } = useMe()
  const form = useDraftForm(`count.${event.id}`, {
    initialValues: {
      school_id: assignment.school_id ?? '',
      audience: audiences[0] ?? '',
      count: '',
      reason: '',
    },
  })
  const { values } = form
  const put = useEventChange(() =>
    send('post', '/api/v1/events/{event_id}/counts', {
      path: { event_id: event.id },
      body: {
        school_id: values.school_id,
        audience: values.audience,
        count: parseFigure(values.count),
        reason: values.reason.trim() || null,
      } as never,
    }),
  )
  return (
    <FormDialog
      title={t`Сколько пришло`}
      submitLabel={t`Записать число`}
      busy={put.isPending}
      error={put.error}
      onClose={onClose}
      onSubmit={() =>
        put.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      {!assignment.school_id && (
        <SchoolField
          municipalityId={event.municipality_id}
          error={form.errors.school_id}
          value={values.school_id}
          onChange={(school_id) => form.setFieldValue('school_id', school_id)}
        />
      )}
      <NativeSelect
        label={t`Кто`}
        data={audiences.map((value) => ({ value, label: label(words, value) }))}
        {...form.getInputProps('audience')}
      />
      <TextInput label={t`Число`} inputMode="numeric" {...form.getInputProps('count')} />
      <Textarea label={t`Если исправляете: почему`} autosize minRows={1} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}

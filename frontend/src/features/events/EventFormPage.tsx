import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ProgramChoice } from '@/features/deficits/ProgramChoice'
import { useProgramChoice } from '@/features/deficits/useProgramChoice'
import { send } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { DraftNote } from '@/shared/ui/DraftNote'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { useDraftForm } from '@/shared/ui/useDraft'
import { EventFields } from './EventFields'
import { eventQuery, useEventChange } from './event'
import { type EventValues, emptyEvent, eventBody, eventValues } from './eventForm'

/** A new event, or another one changed. */
export default function EventFormPage() {
  const { eventId } = useParams({ strict: false })
  const event = useQuery({ ...eventQuery(eventId ?? ''), enabled: eventId !== undefined })
  if (!eventId) return <NewEvent />
  return (
    <Loaded query={event} skeleton={<CardSkeleton />}>
      {(data) => <ChangedEvent key={data.version} event={data} />}
    </Loaded>
  )
}

function NewEvent() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { programs, program } = useProgramChoice(undefined)
  const form = useDraftForm('new-event', { initialValues: { ...emptyEvent(''), program_id: '' } })
  const program_id = (form.values.program_id as string) || program?.id || ''
  const create = useEventChange(() =>
    send('post', '/api/v1/events', {
      body: { ...eventBody(form.values as EventValues, true), program_id } as never,
    }),
  )
  return (
    <Page
      title={t`Новое мероприятие`}
      parent={
        <Link to="/events">
          <Trans>Мероприятия</Trans>
        </Link>
      }
      story={t`Сначала это черновик: его видят методист и координатор. Школы увидят объявленное.`}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate(undefined, {
            onError: form.showProblem,
            onSuccess: (made) => {
              form.discard()
              void navigate({ to: '/events/$eventId', params: { eventId: made.id } })
            },
          })
        }}
      >
        <Stack gap="md">
          {form.restored && <DraftNote onDiscard={form.startOver} />}
          <ProgramChoice
            programs={programs}
            value={program_id}
            onChange={(next) => form.setFieldValue('program_id', next)}
          />
          <EventFields form={form as unknown as UseFormReturnType<EventValues>} isDraft />
          <ProblemNote error={create.error} />
          <Group>
            <Button type="submit" loading={create.isPending}>
              <Trans>Создать черновик</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

function ChangedEvent({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  const navigate = useNavigate()
  const form = useDraftForm(`event.${event.id}`, { initialValues: eventValues(event, format.date) })
  const isDraft = event.status === 'draft'
  const save = useEventChange(
    () =>
      send('patch', '/api/v1/events/{event_id}', {
        path: { event_id: event.id },
        version: event.version,
        body: eventBody(form.values, isDraft) as never,
      }),
    event.id,
  )
  const back = () => {
    form.discard()
    void navigate({ to: '/events/$eventId', params: { eventId: event.id } })
  }
  return (
    <Page
      title={t`Изменить мероприятие`}
      parent={
        <Link to="/events/$eventId" params={{ eventId: event.id }}>
          {event.title}
        </Link>
      }
      story={
        isDraft ? undefined : t`О мероприятии уже объявлено: время меняют переносом, записанные узнают о нём.`
      }
    >
      <form
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault()
          save.mutate(undefined, { onError: form.showProblem, onSuccess: back })
        }}
      >
        <Stack gap="md">
          {form.restored && <DraftNote onDiscard={form.startOver} />}
          <EventFields form={form} isDraft={isDraft} />
          <ProblemNote error={save.error} />
          <Group gap="xs">
            <Button type="submit" loading={save.isPending}>
              <Trans>Сохранить</Trans>
            </Button>
            <Button variant="default" onClick={back}>
              <Trans>Отмена</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

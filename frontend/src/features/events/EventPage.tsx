import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import type { EventDetail } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Facts } from '@/shared/ui/Facts'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { Counts } from './Counts'
import { EventActions } from './EventActions'
import { eventQuery, LIVE } from './event'
import classes from './events.module.css'
import { Feedback } from './Feedback'
import { MySeat } from './MySeat'
import { Registered } from './Registered'
import { Seats, takesSeats } from './Seats'
import { When } from './When'
import { audiences, eventStatuses, eventTones, modes, practices } from './words'

const route = getRouteApi('/shell/events/$eventId')

export default function EventPage() {
  const { eventId } = route.useParams()
  // Seats and the waiting list change while one looks.
  const event = useQuery({ ...eventQuery(eventId), refetchInterval: LIVE })
  return (
    <Loaded query={event} skeleton={<CardSkeleton />}>
      {(data) => <EventCard key={data.id} event={data} />}
    </Loaded>
  )
}

function EventCard({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const counted = event.audience.filter((one) => one === 'students' || one === 'parents')
  const over = event.status === 'held' || event.status === 'in_progress'
  return (
    <Page
      title={event.title}
      parent={
        event.intensive_day_id ? (
          <Link to="/intensives/$dayId" params={{ dayId: event.intensive_day_id }}>
            <Trans>День образовательных интенсивов</Trans>
          </Link>
        ) : (
          <Link to="/events">
            <Trans>Мероприятия</Trans>
          </Link>
        )
      }
      status={
        <>
          <State tone={eventTones[event.status] ?? 'work'}>{label(eventStatuses, event.status)}</State>
          <When starts={event.starts_at} ends={event.ends_at} />
          {takesSeats(event.audience) && <Seats seats={event.seats} capacity={event.capacity} />}
        </>
      }
      story={event.status_note ?? undefined}
      actions={<EventActions event={event} />}
    >
      <MySeat event={event} />
      <EventFacts event={event} />
      {event.description && (
        <Section title={t`О мероприятии`}>
          <p className={classes.text}>{event.description}</p>
        </Section>
      )}
      {event.materials.length > 0 && (
        <Section title={t`Материалы`}>
          <ul className={classes.plain}>
            {event.materials.map((material) => (
              <li key={material.url}>
                <a href={material.url} rel="noreferrer" target="_blank">
                  {material.title}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {can('registrations.read') && event.status !== 'draft' && takesSeats(event.audience) && (
        <Registered event={event} />
      )}
      {over && counted.length > 0 && can('attendance_counts.read') && (
        <Counts event={event} audiences={counted} />
      )}
      {over && can('feedback.read') && <Feedback event={event} />}
    </Page>
  )
}

function EventFacts({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const label = useLabel()
  const place = [event.place, event.room].filter(Boolean).join(', ')
  const serves = [
    ...event.deficit_types.map((type) => type.title),
    ...event.deficits.map((deficit) => `${deficit.type.title} (${deficit.school.short_name})`),
  ]
  const facts: [string, React.ReactNode][] = [
    [t`Форма`, `${label(practices, event.kind)}, ${label(modes, event.mode)}`],
    [t`Для кого`, event.audience.map((one) => label(audiences, one)).join(', ')],
  ]
  if (place) facts.push([t`Где`, place])
  if (event.link) {
    facts.push([
      t`Ссылка`,
      <a key="link" href={event.link} rel="noreferrer" target="_blank">
        {event.link}
      </a>,
    ])
  }
  if (event.speakers.length > 0) {
    facts.push([
      t`Ведут`,
      event.speakers.map(({ name, note }) => (note ? `${name} (${note})` : name)).join(', '),
    ])
  }
  facts.push([t`Организатор`, event.organizer.name])
  if (event.host_school) {
    facts.push([
      t`Проводит`,
      <Link key="host" to="/schools/$schoolId" params={{ schoolId: event.host_school.id }}>
        {event.host_school.name}
      </Link>,
    ])
  }
  if (serves.length > 0) facts.push([t`Каким дефицитам служит`, serves.join('; ')])
  if (event.status !== 'draft')
    facts.push([
      t`Календарь`,
      <a key="calendar" href={`/api/v1/events/${event.id}/calendar`} download>
        {t`Добавить в свой календарь`}
      </a>,
    ])
  return (
    <Section
      title={t`Главное`}
      actions={
        event.allowed_actions.includes('update') && (
          <ButtonLink
            to="/events/$eventId/edit"
            params={{ eventId: event.id }}
            size="compact-sm"
            variant="subtle"
          >
            <Trans>Изменить</Trans>
          </ButtonLink>
        )
      }
    >
      <Facts items={facts} />
    </Section>
  )
}

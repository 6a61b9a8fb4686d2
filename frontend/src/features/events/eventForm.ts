import type { EventDetail } from '@/shared/api/types'
import { parseFigure } from '@/shared/ui/figures'
import type { Chosen } from './ChosenList'
import { instant, timeOf } from './instants'

export interface EventValues extends Record<string, unknown> {
  title: string
  kind: string
  description: string
  audience: string[]
  day: string
  starts: string
  ends: string
  mode: string
  place: string
  room: string
  link: string
  organizer_id: string
  host_school_id: string
  speakers: Chosen[]
  types: Chosen[]
  capacity: string
  needs_approval: boolean
}

export const emptyEvent = (host: string): EventValues => ({
  title: '',
  kind: 'seminar',
  description: '',
  audience: ['teachers'],
  day: '',
  starts: '10:00',
  ends: '11:00',
  mode: 'in_person',
  place: '',
  room: '',
  link: '',
  organizer_id: '',
  host_school_id: host,
  speakers: [],
  types: [],
  capacity: '',
  needs_approval: false,
})

export const eventValues = (event: EventDetail, dayOf: (at: string) => string): EventValues => ({
  title: event.title,
  kind: event.kind,
  description: event.description ?? '',
  audience: event.audience,
  day: dayOf(event.starts_at),
  starts: timeOf(event.starts_at),
  ends: timeOf(event.ends_at),
  mode: event.mode,
  place: event.place ?? '',
  room: event.room ?? '',
  link: event.link ?? '',
  organizer_id: event.organizer.kind === 'organization' ? event.organizer.id : '',
  host_school_id: event.host_school?.id ?? '',
  speakers: event.speakers.map(({ person_id, name }) => ({
    value: person_id ?? `guest ${name}`,
    label: name,
  })),
  types: event.deficit_types.map(({ id, title }) => ({ value: id, label: title })),
  capacity: event.capacity === null ? '' : String(event.capacity),
  needs_approval: event.needs_approval,
})

const optional = (text: string) => text.trim() || null

/** What the API takes. Once announced, the time changes by moving the event and is not sent. */
export function eventBody(values: EventValues, isDraft: boolean) {
  return {
    title: values.title.trim(),
    kind: values.kind,
    description: optional(values.description),
    audience: values.audience,
    ...(isDraft && {
      starts_at: instant(values.day, values.starts),
      ends_at: instant(values.day, values.ends),
    }),
    mode: values.mode,
    place: optional(values.place),
    room: optional(values.room),
    link: optional(values.link),
    ...(values.organizer_id && { organizer_id: values.organizer_id }),
    host_school_id: values.host_school_id || null,
    speakers: values.speakers.map(({ value, label }) =>
      value.startsWith('guest ') ? { name: label } : { person_id: value },
    ),
    deficit_type_ids: values.types.map(({ value }) => value),
    capacity: values.capacity.trim() ? parseFigure(values.capacity) : null,
    needs_approval: values.needs_approval,
  }
}

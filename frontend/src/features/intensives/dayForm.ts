import type { Day } from '@/shared/api/types'
import { parseFigure } from '@/shared/ui/figures'

export interface DayValues extends Record<string, unknown> {
  month: string
  held_on: string
  theme: string
  audiences: string[]
  people: Record<string, string>
  mode: string
  place: string
  link: string
  rooms: string
  slots: string
  tracks: string
  registration_closes_on: string
}

export const AUDIENCES = ['administrators', 'teachers', 'students', 'parents']
const USUAL_SLOTS = '10:00–10:45\n11:00–11:45\n12:00–12:45\n13:30–14:15'

export const emptyDay = (month: string): DayValues => ({
  month,
  held_on: '',
  theme: '',
  audiences: AUDIENCES,
  people: {},
  mode: 'in_person',
  place: '',
  link: '',
  rooms: '',
  slots: USUAL_SLOTS,
  tracks: '1',
  registration_closes_on: '',
})

export const dayValues = (day: Day): DayValues => ({
  month: day.month.slice(0, 7),
  held_on: day.held_on ?? '',
  theme: day.theme ?? '',
  audiences: day.audiences,
  people: Object.fromEntries(day.expected.map(({ audience, people }) => [audience, String(people)])),
  mode: day.mode,
  place: day.place ?? '',
  link: day.link ?? '',
  rooms: day.rooms.map(({ name, seats }) => (seats === null ? name : `${name}, ${seats}`)).join('\n'),
  slots: day.slots.map(({ starts, ends }) => `${starts}–${ends}`).join('\n'),
  tracks: String(day.tracks),
  registration_closes_on: day.registration_closes_on ?? '',
})

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** `Кабинет 204, 30`: the name, and how many seats when it says so. */
export function parseRooms(text: string): { name: string; seats: number | null }[] {
  return lines(text).map((line) => {
    const [, name = line, seats] = line.match(/^(.*?)[,;]\s*(\d{1,5})(?:\s*мест\p{L}*)?$/u) ?? []
    return { name: name.trim(), seats: seats ? Number(seats) : null }
  })
}

/** `10:00–10:45` a line; another dash and spaces do as well. What cannot be read stays, so that the server names it. */
export function parseSlots(text: string): { starts: string; ends: string }[] {
  return lines(text).map((line) => {
    const [starts = '', ends = ''] = line.split(/\s*[–—-]\s*/)
    const full = (time: string) => (/^\d:\d\d$/.test(time) ? `0${time}` : time)
    return { starts: full(starts), ends: full(ends) }
  })
}

const optional = (text: string) => text.trim() || null

export const dayBody = (values: DayValues) => ({
  held_on: optional(values.held_on),
  theme: optional(values.theme),
  audiences: values.audiences,
  expected: values.audiences
    .filter((audience) => values.people[audience]?.trim())
    .map((audience) => ({ audience, people: parseFigure(values.people[audience] ?? '') })),
  mode: values.mode,
  place: optional(values.place),
  link: optional(values.link),
  rooms: values.mode === 'online' ? [] : parseRooms(values.rooms),
  slots: parseSlots(values.slots),
  tracks: parseFigure(values.tracks) ?? 1,
  registration_closes_on: optional(values.registration_closes_on),
})

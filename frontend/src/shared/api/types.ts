import type { PathsWithMethod, SuccessResponseJSON } from 'openapi-typescript-helpers'
import type { paths } from './schema.gen'

// Types are named after what they are on screen and taken from the operations, so that
// the names of schemas in the document stay the server's own business.
type Read<P extends PathsWithMethod<paths, 'get'>> = SuccessResponseJSON<
  paths[P]['get' & keyof paths[P]] & Record<string | number, unknown>
>
type Item<T> = T extends { items: (infer I)[] } ? I : never

export type Me = Read<'/api/v1/me'>
export type Assignment = Me['assignment']
export type Account = Item<Read<'/api/v1/accounts'>>
export type School = Item<Read<'/api/v1/schools'>>
export type SchoolDetail = Read<'/api/v1/schools/{school_id}'>
export type Person = Item<Read<'/api/v1/people'>>
export type Program = Item<Read<'/api/v1/programs'>>
export type Participant = Item<Read<'/api/v1/programs/{program_id}/participants'>>
export type DeficitRow = Item<Read<'/api/v1/deficits'>>
export type Deficit = Read<'/api/v1/deficits/{deficit_id}'>
export type DeficitAction = Deficit['actions'][number]
export type Measurement = Deficit['measurements'][number]
export type Transition = Deficit['transitions'][number]
export type Matrix = Read<'/api/v1/deficits/matrix'>
export type Prevalence = Read<'/api/v1/deficits/prevalence'>
export type PrevalenceItem = Item<Prevalence>
export type Home = Read<'/api/v1/home'>
export type SearchHit = Item<Read<'/api/v1/search'>>
export type EventRow = Item<Read<'/api/v1/events'>>
export type EventDetail = Read<'/api/v1/events/{event_id}'>
export type EventTransition = EventDetail['transitions'][number]
export type EventSeat = Item<Read<'/api/v1/events/{event_id}/registrations'>>
export type AttendanceRow = Item<Read<'/api/v1/events/{event_id}/attendance'>>
export type PaperRow = Item<Read<'/api/v1/documents'>>
export type DayRow = Item<Read<'/api/v1/intensives-days'>>
export type Day = Read<'/api/v1/intensives-days/{day_id}'>
export type DayTransition = Day['transitions'][number]
export type Agenda = Read<'/api/v1/intensives-days/{day_id}/agenda'>
export type AgendaItem = Agenda['items'][number]
export type AgendaSession = Agenda['sessions'][number]

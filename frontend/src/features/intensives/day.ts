import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { Day } from '@/shared/api/types'

/** How often the board asks whether something changed; unchanged costs an empty answer. */
export const LIVE = 5_000

export const dayQuery = (day_id: string) => apiQuery('/api/v1/intensives-days/{day_id}', { path: { day_id } })
export const agendaQuery = (day_id: string) =>
  apiQuery('/api/v1/intensives-days/{day_id}/agenda', { path: { day_id } })

/** A change of a Day or its agenda: everything counted from it is read again. */
export function useDayChange<V, R>(change: (values: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== '/api/v1/me' })
    },
  })
}

/** The slots and rooms of a Day as choices. */
export const slotOptions = (day: Day) =>
  day.slots.map(({ number, starts, ends }) => ({ value: String(number), label: `${starts}–${ends}` }))
export const roomOptions = (day: Day) =>
  day.rooms.map(({ name, seats }) => ({ value: name, label: seats === null ? name : `${name} (${seats})` }))

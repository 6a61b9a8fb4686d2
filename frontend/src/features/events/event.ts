import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'

/** How often a screen asks whether seats, lists and counts have changed; unchanged costs an empty answer. */
export const LIVE = 5_000

export const eventQuery = (event_id: string) => apiQuery('/api/v1/events/{event_id}', { path: { event_id } })

/** A change of an event or of who takes part in it: everything counted from it is read again. */
export function useEventChange<V, R>(change: (values: V) => Promise<R>, eventId?: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (fresh) => {
      if (eventId && fresh && typeof fresh === 'object' && 'sequence' in fresh) {
        client.setQueryData(eventQuery(eventId).queryKey, fresh as unknown as EventDetail)
      }
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== '/api/v1/me' })
    },
  })
}

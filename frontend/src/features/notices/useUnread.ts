import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'

const EVERY = 30_000

/** How many notices wait; asked again every half a minute, which costs nothing while it has not changed. */
export function useUnread(): number {
  const { data } = useQuery({ ...apiQuery('/api/v1/notices/unread'), refetchInterval: EVERY })
  return data?.unread ?? 0
}

import { type QueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import { session } from '@/shared/api/session'
import type { Me } from '@/shared/api/types'

export const meQuery = { ...apiQuery('/api/v1/me'), staleTime: Number.POSITIVE_INFINITY }

export async function ensureMe(client: QueryClient): Promise<Me> {
  const me = await client.ensureQueryData(meQuery)
  session.open(me.account_id, me.assignment.id)
  return me
}

/** Puts a fresh identity in place: everything read under another role or person is forgotten. */
export function adoptMe(client: QueryClient, me: Me): void {
  client.clear()
  session.open(me.account_id, me.assignment.id)
  client.setQueryData(meQuery.queryKey, me)
}

export function forgetMe(client: QueryClient): void {
  session.close()
  client.clear()
}

export const useMe = (): Me => useSuspenseQuery(meQuery).data

export const useCan = () => {
  const { permissions } = useMe()
  return (permission: string) => permissions.includes(permission)
}

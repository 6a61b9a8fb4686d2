import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { Account } from '@/shared/api/types'

export const accountQuery = (account_id: string) =>
  apiQuery('/api/v1/accounts/{account_id}', { path: { account_id } })

/** A change of an account: the answer replaces the card, the list is read again. */
export function useAccountChange<V>(accountId: string, change: (values: V) => Promise<Account>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (fresh) => {
      client.setQueryData(accountQuery(accountId).queryKey, fresh)
      return client.invalidateQueries({ queryKey: ['/api/v1/accounts'] })
    },
  })
}

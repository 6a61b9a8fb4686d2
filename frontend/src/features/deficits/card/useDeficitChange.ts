import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'

export const deficitQuery = (deficit_id: string) =>
  apiQuery('/api/v1/deficits/{deficit_id}', { path: { deficit_id } })

/** A change of one deficit: the answer is the fresh card; everything counted from deficits is read again. */
export function useDeficitChange<V>(deficitId: string, change: (values: V) => Promise<Deficit>) {
  const client = useQueryClient()
  const { queryKey } = deficitQuery(deficitId)
  return useMutation({
    mutationFn: change,
    onSuccess: (fresh) => {
      client.setQueryData(queryKey, fresh)
      void client.invalidateQueries({
        predicate: ({ queryKey: key }) => key[0] !== queryKey[0] && key[0] !== '/api/v1/me',
      })
    },
  })
}

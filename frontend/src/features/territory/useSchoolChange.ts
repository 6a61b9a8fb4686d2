import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { SchoolDetail } from '@/shared/api/types'

/** A change of a school's card: the answer replaces what is on screen, lists are read again. */
export function useSchoolChange<V>(school: SchoolDetail, change: (values: V) => Promise<unknown>) {
  const client = useQueryClient()
  const { queryKey } = apiQuery('/api/v1/schools/{school_id}', { path: { school_id: school.id } })
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey })
      void client.invalidateQueries({ queryKey: ['/api/v1/schools'] })
    },
  })
}

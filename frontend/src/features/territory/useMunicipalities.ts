import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'

/** The municipalities of the region as options of a choice; a region has a few dozen at most. */
export function useMunicipalityOptions() {
  const { data } = useQuery({
    ...apiQuery('/api/v1/municipalities', { query: { limit: 100 } }),
    staleTime: 600_000,
  })
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []
}

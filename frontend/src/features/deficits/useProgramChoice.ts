import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'

/** The programmes whose deficits this person works with, and the one in the address (or the first). */
export function useProgramChoice(chosen: string | undefined) {
  const query = useQuery({
    ...apiQuery('/api/v1/programs', { query: { limit: 100 } }),
    staleTime: 300_000,
  })
  const programs = query.data?.items.filter((program) => program.municipality !== null) ?? []
  return { query, programs, program: programs.find(({ id }) => id === chosen) ?? programs[0] }
}

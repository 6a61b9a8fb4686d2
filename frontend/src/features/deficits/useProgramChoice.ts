import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'

/**
 * The programmes whose deficits this person works with, and the one in the address; the first when the address names none.
 * `missing`: the address names one that is not among them.
 */
export function useProgramChoice(chosen: string | undefined) {
  const query = useQuery({
    ...apiQuery('/api/v1/programs', { query: { limit: 100 } }),
    staleTime: 300_000,
  })
  const programs = query.data?.items.filter((program) => program.municipality !== null) ?? []
  const program = chosen ? programs.find(({ id }) => id === chosen) : programs[0]
  return { query, programs, program, missing: query.isSuccess && chosen !== undefined && !program }
}

import { apiQuery } from '@/shared/api/query'

export const programQuery = (program_id: string) =>
  apiQuery('/api/v1/programs/{program_id}', { path: { program_id } })

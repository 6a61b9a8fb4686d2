import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '@/shared/api/problem'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only a lost network or a failing server is worth asking again.
      retry: (count, error) => count < 1 && isProblem(error) && (error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
})

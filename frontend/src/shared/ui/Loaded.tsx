import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ReadProblem } from './ProblemNote'
import { RowsSkeleton } from './skeletons'

interface LoadedProps<T> {
  query: UseQueryResult<T, Error>
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}

/** A read on screen: its shape while it loads, the refusal beside it, the data. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) return <ReadProblem error={query.error} onRetry={() => void query.refetch()} />
  return <>{skeleton ?? <RowsSkeleton />}</>
}

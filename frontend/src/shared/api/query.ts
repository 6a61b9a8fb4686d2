import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { PathsWithMethod, RequestBodyJSON, SuccessResponseJSON } from 'openapi-typescript-helpers'
import { http } from './client'
import type { paths } from './schema.gen'

type Method = 'get' | 'post' | 'patch' | 'delete'
type Operation<P extends keyof paths, M extends Method> = paths[P][M & keyof paths[P]]
type Answer<P extends keyof paths, M extends Method> = SuccessResponseJSON<
  Operation<P, M> & Record<string | number, unknown>
>
type Path<O> = O extends { parameters: { path: infer T } } ? { path: T } : { path?: undefined }
type Query<O> = O extends { parameters: { query: infer T } }
  ? { query: T }
  : O extends { parameters: { query?: infer T } }
    ? { query?: T }
    : { query?: undefined }
type Body<O> = [RequestBodyJSON<O>] extends [never] ? { body?: undefined } : { body: RequestBodyJSON<O> }
type ReadInit<O> = Path<O> & Query<O>
/** `version` becomes If-Match: what the person saw is what the change is based on. */
type WriteInit<O> = Path<O> & Body<O> & { version?: number }
type Optional<T> = Record<never, never> extends T ? [init?: T] : [init: T]

interface LooseInit {
  path?: unknown
  query?: unknown
  body?: unknown
  version?: number
  signal?: AbortSignal
  accept?: string
  parseAs?: 'blob'
}

async function call(method: Method, path: string, init: LooseInit = {}): Promise<unknown> {
  const { data } = await (http.request as CallableFunction)(method, path, {
    params: { path: init.path, query: init.query },
    body: init.body,
    signal: init.signal,
    parseAs: init.parseAs,
    headers: {
      Accept: init.accept,
      'If-Match': init.version === undefined ? undefined : `"${init.version}"`,
    },
  })
  return data ?? null
}

/** Query options of a read: `useQuery(apiQuery('/api/v1/me'))`. */
export function apiQuery<P extends PathsWithMethod<paths, 'get'>>(
  path: P,
  ...[init]: Optional<ReadInit<Operation<P, 'get'>>>
) {
  return queryOptions({
    queryKey: [path, init ?? {}] as const,
    queryFn: ({ signal }) =>
      call('get', path, { ...(init as LooseInit), signal }) as Promise<Answer<P, 'get'>>,
  })
}

/** Query options of a cursor-paged list: `useInfiniteQuery(apiPages('/api/v1/schools', { query }))`. */
export function apiPages<P extends PathsWithMethod<paths, 'get'>>(
  path: P,
  ...[init]: Optional<ReadInit<Operation<P, 'get'>>>
) {
  return infiniteQueryOptions({
    queryKey: [path, 'pages', init ?? {}] as const,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...(init?.query as object), include_total: pageParam === undefined, cursor: pageParam }
      return call('get', path, { ...(init as LooseInit), query, signal }) as Promise<Answer<P, 'get'>>
    },
    getNextPageParam: (last) => (last as { next_cursor: string | null }).next_cursor ?? undefined,
  })
}

/** A write; answers with the fresh object, throws a `ProblemError`. */
export function send<M extends 'post' | 'patch' | 'delete', P extends PathsWithMethod<paths, M>>(
  method: M,
  path: P,
  ...[init]: Optional<WriteInit<Operation<P, M>>>
): Promise<Answer<P, M>> {
  return call(method, path, init as LooseInit) as Promise<Answer<P, M>>
}

/** The list on screen as a CSV file. */
export async function downloadCsv<P extends PathsWithMethod<paths, 'get'>>(
  path: P,
  name: string,
  query: object,
): Promise<void> {
  const blob = (await call('get', path, { query, accept: 'text/csv', parseAs: 'blob' })) as Blob
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${name}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}

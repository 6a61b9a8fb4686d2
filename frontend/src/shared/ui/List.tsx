import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import classes from './List.module.css'
import { ProblemNote, ReadProblem } from './ProblemNote'
import { RowsSkeleton } from './skeletons'
import { useIsPhone } from './useIsPhone'
import { useRowKeys } from './useRowKeys'

export interface Column<T> {
  key: string
  header: ReactNode
  /** Null where the row has nothing to say: a dash in the table, no line on the card. */
  cell: (row: T) => ReactNode
  numeric?: boolean
  /** Shown on the card of a phone, where only the most telling fields have room. */
  onCard?: boolean
}

interface TableProps<T> {
  caption: string
  rows: T[]
  rowKey: (row: T) => string
  columns: Column<T>[]
  /** The name of the row, normally a link marked with `rowLink`. */
  title: { header: ReactNode; cell: (row: T) => ReactNode }
}

/** The link of a row takes the whole row as its target. */
export const rowLink = { className: classes.rowLink, 'data-row-link': true }

export function DataTable<T>({ caption, rows, rowKey, columns, title }: TableProps<T>) {
  const phone = useIsPhone()
  const box = useRef<HTMLDivElement>(null)
  useRowKeys(box)
  if (phone) {
    return (
      <div ref={box}>
        <ul className={classes.cards} aria-label={caption}>
          {rows.map((row) => (
            <li key={rowKey(row)}>
              <div className={classes.cardTitle}>{title.cell(row)}</div>
              {columns
                .filter((column) => column.onCard)
                .map((column) => ({ key: column.key, shown: column.cell(row) }))
                .filter(({ shown }) => shown !== null)
                .map(({ key, shown }) => (
                  <div key={key}>{shown}</div>
                ))}
            </li>
          ))}
        </ul>
      </div>
    )
  }
  return (
    <div ref={box} className={classes.scroll}>
      <table className={classes.table} aria-label={caption}>
        <thead>
          <tr>
            <th scope="col">{title.header}</th>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-numeric={column.numeric || undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              <th scope="row">{title.cell(row)}</th>
              {columns.map((column) => (
                <td key={column.key} data-numeric={column.numeric || undefined}>
                  {column.cell(row) ?? '—'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface PageOf<T> {
  items: T[]
  total: number | null
}

interface PagedListProps<T> extends Omit<TableProps<T>, 'rows'> {
  query: UseInfiniteQueryResult<InfiniteData<PageOf<T>>, Error>
  empty: ReactNode
}

/** A cursor-paged list: rows, how many there are, and the next page on demand. */
export function PagedList<T>({ query, empty, ...table }: PagedListProps<T>) {
  if (query.data === undefined) {
    return query.isError ? (
      <ReadProblem error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <RowsSkeleton rows={10} />
    )
  }
  const rows = query.data.pages.flatMap((page) => page.items)
  const total = query.data.pages[0]?.total ?? rows.length
  const shown = rows.length
  if (shown === 0) return <>{empty}</>
  return (
    <div className={classes.list} aria-busy={query.isPlaceholderData || undefined}>
      <DataTable rows={rows} {...table} />
      <div className={classes.foot}>
        <span className="figures" role="status">
          {shown < total ? (
            <Trans>
              Показано {shown} из {total}
            </Trans>
          ) : (
            <Plural value={shown} one="# запись" few="# записи" many="# записей" other="# записи" />
          )}
        </span>
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            <Trans>Показать ещё</Trans>
          </Button>
        )}
      </div>
      {query.isFetchNextPageError && (
        <ProblemNote error={query.error} onRetry={() => void query.fetchNextPage()} />
      )}
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import type { Matrix } from '@/shared/api/types'
import { components, schoolCategories, useLabel } from '@/shared/i18n/labels'
import { HeatCell } from './HeatCell'
import classes from './matrix.module.css'
import { cellKey, type Grid } from './model'
import { TypeTotal } from './TypeTotal'
import type { Entry } from './useEntry'
import { useGridCursor } from './useGridCursor'

interface HeatMapProps {
  matrix: Matrix
  grid: Grid
  /** Present while marks are being entered for many schools. */
  entry: Entry | null
}

export function HeatMap({ matrix, grid, entry }: HeatMapProps) {
  const { t } = useLingui()
  const label = useLabel()
  const navigate = useNavigate()
  const cursor = useGridCursor(grid.schools.length, grid.types.length)

  const open = (deficitId: string) => void navigate({ to: '/deficits/$deficitId', params: { deficitId } })
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).matches('[data-cell]') || cursor.onKeyDown(event)) return
    const severity = /^[123]$/.test(event.key) ? Number(event.key) : null
    const command = event.ctrlKey || event.metaKey
    const erase = event.key === 'Delete' || event.key === 'Backspace'
    if (entry && !command && (severity || erase)) {
      event.preventDefault()
      entry.mark(cursor.selected(), severity)
    } else if (entry && command && event.code === 'KeyZ') {
      event.preventDefault()
      entry.undo()
    } else if (entry && !command && /^\S$/u.test(event.key)) {
      entry.refuse(event.key)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const school = grid.schools[cursor.row]
      const type = grid.types[cursor.column]
      const cell = school && type && grid.cells.get(cellKey(school.id, type.id))
      if (cell) open(cell.deficit_id)
      else if (entry) cursor.go([cursor.row + 1, cursor.column], false)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    if (!entry) return
    event.preventDefault()
    entry.paste(event.clipboardData.getData('text/plain'), cursor.row, cursor.column)
  }
  let row = -1
  return (
    <section className={classes.box} aria-label={t`Матрица дефицитов`}>
      <table
        ref={cursor.box}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an editable table is a grid
        role="grid"
        aria-label={t`Школы и виды дефицитов`}
        aria-multiselectable={entry ? true : undefined}
        className={classes.grid}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className={classes.corner}>
              <Trans>Школа</Trans>
            </th>
            {grid.groups.map(({ component, types }) => (
              <th key={component} scope="colgroup" colSpan={types.length} className={classes.component}>
                <span>{label(components, component)}</span>
              </th>
            ))}
          </tr>
          <tr>
            {grid.types.map((type) => (
              <th key={type.id} scope="col" className={classes.type} title={type.title}>
                <span>{type.title}</span>
              </th>
            ))}
          </tr>
          <tr className={classes.totals}>
            <th scope="row">
              <Trans>Низкие результаты</Trans>
            </th>
            {grid.types.map((type) => (
              <td key={type.id}>
                <TypeTotal type={type} total={matrix.low_result_total} programId={matrix.program_id} />
              </td>
            ))}
          </tr>
        </thead>
        {grid.categories.map(({ category, schools }) => (
          <tbody key={category}>
            <tr className={classes.category}>
              <th scope="rowgroup" colSpan={grid.types.length + 1}>
                <span>
                  {label(schoolCategories, category)} · {schools.length}
                </span>
              </th>
            </tr>
            {schools.map((school) => {
              row += 1
              const at = row
              return (
                <tr key={school.id}>
                  <th scope="row" className={classes.school}>
                    <Link to="/schools/$schoolId" params={{ schoolId: school.id }} tabIndex={-1}>
                      {school.short_name}
                    </Link>
                  </th>
                  {grid.types.map((type, column) => {
                    const key = cellKey(school.id, type.id)
                    return (
                      <HeatCell
                        key={type.id}
                        place={`${at}-${column}`}
                        school={school.short_name}
                        type={type.title}
                        cell={grid.cells.get(key)}
                        pending={entry?.pending[key]}
                        isCursor={at === cursor.row && column === cursor.column}
                        isSelected={entry !== null && cursor.isSelected(at, column)}
                        onPoint={(widen) => cursor.go([at, column], widen)}
                        onOpen={entry ? undefined : open}
                      />
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        ))}
      </table>
    </section>
  )
}

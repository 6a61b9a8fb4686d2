import { useLingui } from '@lingui/react/macro'
import { deficitStatuses, severities, useLabel } from '@/shared/i18n/labels'
import classes from './matrix.module.css'
import type { MatrixCell } from './model'

interface HeatCellProps {
  place: string
  school: string
  type: string
  cell: MatrixCell | undefined
  pending: number | undefined
  isCursor: boolean
  isSelected: boolean
  onPoint: (widen: boolean) => void
  onOpen?: (deficitId: string) => void
}

/** Shade and figure say how severe, hatching says that it is not confirmed yet. */
export function HeatCell(props: HeatCellProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { cell, pending, school, type, onOpen } = props
  const severity = cell?.severity ?? pending
  const state = cell
    ? `${cell.severity}, ${label(severities, cell.severity)}, ${label(deficitStatuses, cell.status)}`
    : pending
      ? t`${pending}, ${label(severities, pending)}, ещё не сохранено`
      : t`не отмечен`
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of a keyboard grid
      role="gridcell"
      data-cell={props.place}
      tabIndex={props.isCursor ? 0 : -1}
      aria-selected={props.isSelected || undefined}
      aria-label={`${school}, ${type}: ${state}`}
      className={classes.cell}
      data-severity={severity}
      data-draft={cell?.status === 'draft' || undefined}
      data-pending={pending !== undefined || undefined}
      data-open={cell && onOpen ? true : undefined}
      onClick={(event) => {
        props.onPoint(event.shiftKey)
        if (cell) onOpen?.(cell.deficit_id)
      }}
    >
      {severity}
    </td>
  )
}

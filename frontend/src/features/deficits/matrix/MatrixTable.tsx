import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { deficitStatuses, severities, useLabel } from '@/shared/i18n/labels'
import { DataTable, rowLink } from '@/shared/ui/List'
import { State } from '@/shared/ui/State'
import { statusTone } from '../DeficitState'
import { cellKey, type Grid, type MatrixCell } from './model'

interface Row extends MatrixCell {
  school: string
  type: string
}

/** The same marks as a plain table, for reading aloud and for those who prefer rows. */
export function MatrixTable({ grid }: { grid: Grid }) {
  const { t } = useLingui()
  const label = useLabel()
  const rows: Row[] = grid.schools.flatMap((school) =>
    grid.types.flatMap((type) => {
      const cell = grid.cells.get(cellKey(school.id, type.id))
      return cell ? [{ ...cell, school: school.short_name, type: type.title }] : []
    }),
  )
  return (
    <DataTable
      caption={t`Дефициты школ`}
      rows={rows}
      rowKey={(row) => row.deficit_id}
      title={{
        header: t`Школа`,
        cell: (row) => (
          <Link to="/deficits/$deficitId" params={{ deficitId: row.deficit_id }} {...rowLink}>
            {row.school}
          </Link>
        ),
      }}
      columns={[
        { key: 'type', header: t`Дефицит`, onCard: true, cell: (row) => row.type },
        {
          key: 'severity',
          header: t`Тяжесть`,
          onCard: true,
          cell: (row) => label(severities, row.severity),
        },
        {
          key: 'status',
          header: t`Состояние`,
          onCard: true,
          cell: (row) => <State tone={statusTone(row.status)}>{label(deficitStatuses, row.status)}</State>,
        },
      ]}
    />
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { DeficitRow } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { bearers, severities, useLabel, waitings } from '@/shared/i18n/labels'
import { type Column, rowLink } from '@/shared/ui/List'
import { DeficitState, ScopeWord } from '../DeficitState'

export const DeficitLink = ({ deficit }: { deficit: DeficitRow }) => (
  <Link to="/deficits/$deficitId" params={{ deficitId: deficit.id }} {...rowLink}>
    {deficit.type.title}
  </Link>
)

/** `ofOneSchool`: the school is known from the page and need not be repeated in every row. */
export function useDeficitColumns(ofOneSchool = false): Column<DeficitRow>[] {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  return [
    {
      key: 'bearer',
      header: t`У кого`,
      onCard: true,
      cell: ({ school, person, bearer_kind }) =>
        [
          person?.name ?? (ofOneSchool || bearer_kind !== 'school' ? label(bearers, bearer_kind) : null),
          ofOneSchool ? null : school.short_name,
        ]
          .filter(Boolean)
          .join(', '),
    },
    { key: 'state', header: t`Состояние`, onCard: true, cell: (row) => <DeficitState deficit={row} /> },
    {
      key: 'waiting',
      header: t`Чего ждёт`,
      onCard: true,
      cell: ({ waiting_for }) => waiting_for && <Trans>ждёт: {label(waitings, waiting_for)}</Trans>,
    },
    { key: 'scope', header: t`Охват`, cell: (row) => <ScopeWord scope={row.scope} /> },
    { key: 'severity', header: t`Тяжесть`, cell: (row) => label(severities, row.severity) },
    {
      key: 'target',
      header: t`Срок`,
      numeric: true,
      onCard: true,
      cell: (row) => row.target_date && <Trans>до {format.day(row.target_date)}</Trans>,
    },
  ]
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import { Empty } from '@/shared/ui/Empty'
import { DataTable } from '@/shared/ui/List'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { DeficitLink, useDeficitColumns } from './columns'

const SHOWN = 20

/** Open deficits of one school, on its card. */
export function SchoolDeficits({ schoolId }: { schoolId: string }) {
  const { t } = useLingui()
  const columns = useDeficitColumns(true).filter(({ key }) => key !== 'severity')
  const deficits = useQuery(
    apiQuery('/api/v1/deficits', {
      query: { school_id: schoolId, open: true, limit: SHOWN, include_total: true },
    }),
  )
  return (
    <Section title={t`Открытые дефициты`} count={deficits.data?.total ?? undefined}>
      <Loaded query={deficits}>
        {({ items, next_cursor }) =>
          items.length === 0 ? (
            <Empty>
              <Trans>Открытых дефицитов нет: ничего не выявлено или всё уже закрыто.</Trans>
            </Empty>
          ) : (
            <>
              <DataTable
                caption={t`Открытые дефициты`}
                rows={items}
                rowKey={(row) => row.id}
                title={{ header: t`Дефицит`, cell: (row) => <DeficitLink deficit={row} /> }}
                columns={columns}
              />
              {next_cursor && (
                <Link to="/deficits" search={{ school_id: schoolId }}>
                  <Trans>Все дефициты школы →</Trans>
                </Link>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

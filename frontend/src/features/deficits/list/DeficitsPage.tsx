import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import { apiPages, downloadCsv } from '@/shared/api/query'
import { ButtonLink } from '@/shared/ui/buttons'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Empty } from '@/shared/ui/Empty'
import { PagedList } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { DeficitLink, useDeficitColumns } from './columns'
import { DeficitFilters } from './DeficitFilters'

const route = getRouteApi('/shell/deficits')

export default function DeficitsPage() {
  const { t } = useLingui()
  const can = useCan()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useDeficitColumns()
  // Without a chosen status the list is about what is open; the rest is one choice away.
  const query = { ...search, open: search.status ? undefined : (search.open ?? 'true') } as object
  const deficits = useInfiniteQuery({
    ...apiPages('/api/v1/deficits', { query }),
    placeholderData: keepPreviousData,
  })
  const filtered = Object.values(search).some(Boolean)
  return (
    <Page
      wide
      title={t`Дефициты`}
      actions={
        <>
          {can('deficits.diagnose') && (
            <ButtonLink to="/deficits/new" search={{ school_id: search.school_id, type_id: search.type_id }}>
              <Trans>Записать дефицит</Trans>
            </ButtonLink>
          )}
          <CsvButton download={() => downloadCsv('/api/v1/deficits', t`дефициты`, query)} />
        </>
      }
    >
      <DeficitFilters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
      <PagedList
        query={deficits}
        caption={t`Дефициты`}
        rowKey={(row) => row.id}
        title={{ header: t`Дефицит`, cell: (row) => <DeficitLink deficit={row} /> }}
        columns={columns}
        empty={
          filtered ? (
            <Empty>
              <Trans>Под этот отбор не подходит ни один дефицит. Сбросьте отбор или измените его.</Trans>
            </Empty>
          ) : (
            <Empty
              action={
                can('deficits.enter_matrix') && (
                  <ButtonLink to="/deficits/matrix" variant="default">
                    <Trans>Заполнить матрицу</Trans>
                  </ButtonLink>
                )
              }
            >
              <Trans>
                Открытых дефицитов нет. Новые записывают по одному или сразу для многих школ в матрице.
              </Trans>
            </Empty>
          )
        }
      />
    </Page>
  )
}

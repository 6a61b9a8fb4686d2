import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { apiPages } from '@/shared/api/query'
import { municipalityTypes, networkModels, useLabel } from '@/shared/i18n/labels'
import { Empty } from '@/shared/ui/Empty'
import { FilterSearch, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'

const route = getRouteApi('/shell/municipalities')

export default function MunicipalitiesPage() {
  const { t } = useLingui()
  const label = useLabel()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const municipalities = useInfiniteQuery({
    ...apiPages('/api/v1/municipalities', { query: { q } }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page wide title={t`Муниципалитеты`}>
      <Filters>
        <FilterSearch
          label={t`Название`}
          value={q}
          onChange={(next) => void navigate({ search: { q: next }, replace: true })}
        />
      </Filters>
      <PagedList
        query={municipalities}
        caption={t`Муниципалитеты`}
        rowKey={(row) => row.id}
        title={{
          header: t`Название`,
          cell: (row) => (
            <Link to="/schools" search={{ municipality_id: row.id }} {...rowLink}>
              {row.name}
            </Link>
          ),
        }}
        columns={[
          { key: 'type', header: t`Вид`, cell: (row) => label(municipalityTypes, row.type) },
          {
            key: 'model',
            header: t`Модель наставничества`,
            cell: (row) =>
              row.network_model ? label(networkModels, row.network_model) : <Trans>не указано</Trans>,
          },
          { key: 'oktmo', header: t`ОКТМО`, numeric: true, cell: (row) => row.oktmo ?? '—' },
          {
            key: 'schools',
            header: t`Школ в системе`,
            numeric: true,
            onCard: true,
            cell: ({ school_count }) =>
              school_count === null ? (
                '—'
              ) : (
                <Plural value={school_count} one="# школа" few="# школы" many="# школ" other="# школы" />
              ),
          },
        ]}
        empty={
          <Empty>
            <Trans>Такого муниципалитета в регионе нет. Проверьте название.</Trans>
          </Empty>
        }
      />
    </Page>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMe } from '@/features/identity/session'
import { apiPages, downloadCsv } from '@/shared/api/query'
import type { School } from '@/shared/api/types'
import { schoolStatuses, schoolTypes, useLabel } from '@/shared/i18n/labels'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, FilterSearch, Filters } from '@/shared/ui/Filters'
import { type Column, PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { SchoolStates } from './SchoolStates'
import { useMunicipalityOptions } from './useMunicipalities'

const route = getRouteApi('/shell/schools')

export default function SchoolsPage() {
  const { t } = useLingui()
  const label = useLabel()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const municipalities = useMunicipalityOptions()
  const { assignment } = useMe()
  const schools = useInfiniteQuery({
    ...apiPages('/api/v1/schools', { query: search as object }),
    placeholderData: keepPreviousData,
  })
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true })
  const filtered = Object.values(search).some(Boolean)

  const municipalityColumn: Column<School> = {
    key: 'municipality',
    header: t`Муниципалитет`,
    onCard: true,
    cell: (school) => school.municipality.name,
  }
  const columns: Column<School>[] = [
    {
      key: 'statuses',
      header: t`Статус`,
      cell: (school) => <SchoolStates statuses={school.statuses} />,
      onCard: true,
    },
    { key: 'type', header: t`Тип`, cell: (school) => label(schoolTypes, school.type) },
    ...(assignment.municipality_id ? [] : [municipalityColumn]),
  ]
  return (
    <Page
      wide
      title={t`Школы`}
      actions={<CsvButton download={() => downloadCsv('/api/v1/schools', t`школы`, search)} />}
    >
      <Filters onClear={filtered ? () => void navigate({ search: {}, replace: true }) : undefined}>
        <FilterSearch label={t`Название`} value={search.q} onChange={(q) => filter({ q })} />
        {!assignment.municipality_id && (
          <FilterChoice
            label={t`Муниципалитет`}
            value={search.municipality_id}
            options={municipalities}
            onChange={(municipality_id) => filter({ municipality_id })}
          />
        )}
        <FilterChoice
          label={t`Статус`}
          value={search.status}
          options={Object.keys(schoolStatuses).map((value) => ({
            value,
            label: label(schoolStatuses, value),
          }))}
          onChange={(status) => filter({ status })}
        />
      </Filters>
      <PagedList
        query={schools}
        caption={t`Школы`}
        rowKey={(school) => school.id}
        title={{
          header: t`Школа`,
          cell: (school) => (
            <Link to="/schools/$schoolId" params={{ schoolId: school.id }} {...rowLink}>
              {school.full_name}
            </Link>
          ),
        }}
        columns={columns}
        empty={
          <Empty>
            {filtered ? (
              <Trans>Под этот отбор не подходит ни одна школа. Измените название или сбросьте отбор.</Trans>
            ) : (
              <Trans>Школ пока нет. Их добавляет региональный координатор или администратор.</Trans>
            )}
          </Empty>
        }
      />
    </Page>
  )
}

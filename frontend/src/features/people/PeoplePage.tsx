import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { apiPages, downloadCsv } from '@/shared/api/query'
import { capacities, useLabel } from '@/shared/i18n/labels'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, FilterSearch, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { Positions } from './Positions'

const route = getRouteApi('/shell/people')

export default function PeoplePage() {
  const { t } = useLingui()
  const label = useLabel()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const people = useInfiniteQuery({
    ...apiPages('/api/v1/people', { query: search as object }),
    placeholderData: keepPreviousData,
  })
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true })
  const filtered = Object.values(search).some(Boolean)
  return (
    <Page
      wide
      title={t`Люди`}
      actions={<CsvButton download={() => downloadCsv('/api/v1/people', t`люди`, search)} />}
    >
      <Filters onClear={filtered ? () => void navigate({ search: {}, replace: true }) : undefined}>
        <FilterSearch label={t`Фамилия или имя`} value={search.q} onChange={(q) => filter({ q })} />
        <FilterChoice
          label={t`Должность`}
          value={search.capacity}
          options={Object.keys(capacities).map((value) => ({ value, label: label(capacities, value) }))}
          onChange={(capacity) => filter({ capacity })}
        />
      </Filters>
      <PagedList
        query={people}
        caption={t`Люди`}
        rowKey={(person) => person.id}
        title={{
          header: t`Имя`,
          cell: (person) =>
            person.school_id ? (
              <Link to="/schools/$schoolId" params={{ schoolId: person.school_id }} {...rowLink}>
                {person.name}
              </Link>
            ) : (
              person.name
            ),
        }}
        columns={[
          {
            key: 'positions',
            header: t`Должность`,
            onCard: true,
            cell: (person) => <Positions person={person} />,
          },
          {
            key: 'place',
            header: t`Место работы`,
            onCard: true,
            cell: (person) => person.positions[0]?.organization_name ?? '—',
          },
          { key: 'email', header: t`Почта`, cell: (person) => person.email ?? '—' },
        ]}
        empty={
          <Empty>
            {filtered ? (
              <Trans>Никого не нашли. Проверьте фамилию или сбросьте отбор.</Trans>
            ) : (
              <Trans>Людей пока нет. Сотрудников школы добавляет её директор.</Trans>
            )}
          </Empty>
        }
      />
    </Page>
  )
}

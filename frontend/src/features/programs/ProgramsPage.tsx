import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { apiPages } from '@/shared/api/query'
import { networkModels, programKinds, programStatuses, useLabel } from '@/shared/i18n/labels'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { Period } from './Period'

const route = getRouteApi('/shell/programs')

export default function ProgramsPage() {
  const { t } = useLingui()
  const label = useLabel()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const programs = useInfiniteQuery({
    ...apiPages('/api/v1/programs', { query: search as object }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page wide title={t`Программы`}>
      <Filters>
        <FilterChoice
          label={t`Вид`}
          value={search.kind}
          options={Object.keys(programKinds).map((value) => ({ value, label: label(programKinds, value) }))}
          onChange={(kind) => void navigate({ search: { ...search, kind }, replace: true })}
        />
      </Filters>
      <PagedList
        query={programs}
        caption={t`Программы`}
        rowKey={(program) => program.id}
        title={{
          header: t`Программа`,
          cell: (program) => (
            <Link to="/programs/$programId" params={{ programId: program.id }} {...rowLink}>
              {program.title}
            </Link>
          ),
        }}
        columns={[
          { key: 'kind', header: t`Вид`, onCard: true, cell: (row) => label(programKinds, row.kind) },
          { key: 'place', header: t`Муниципалитет`, cell: (row) => row.municipality?.name ?? '—' },
          {
            key: 'model',
            header: t`Модель`,
            cell: (row) => (row.model ? label(networkModels, row.model) : '—'),
          },
          { key: 'status', header: t`Состояние`, cell: (row) => label(programStatuses, row.status) },
          { key: 'period', header: t`Срок`, onCard: true, cell: (row) => <Period program={row} /> },
        ]}
        empty={
          <Empty>
            <Trans>Программ этого вида нет.</Trans>
          </Empty>
        }
      />
    </Page>
  )
}

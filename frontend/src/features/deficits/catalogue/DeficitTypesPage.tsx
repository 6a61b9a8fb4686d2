import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import { apiPages } from '@/shared/api/query'
import { bearers, components, frameworks, natures, useLabel } from '@/shared/i18n/labels'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'

const route = getRouteApi('/shell/deficits/types')

export default function DeficitTypesPage() {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const types = useInfiniteQuery({
    ...apiPages('/api/v1/deficit-types', { query: { ...search, limit: 100 } as object }),
    placeholderData: keepPreviousData,
  })
  const filter = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true })
  const options = (labels: Parameters<typeof label>[0]) =>
    Object.keys(labels).map((value) => ({ value, label: label(labels, value) }))
  const filtered = Object.values(search).some(Boolean)
  return (
    <Page
      wide
      title={t`Каталог дефицитов`}
      story={t`Источники перечня дефицитов не дают, поэтому записи с пометкой «примерный» составлены для начала работы, их можно менять.`}
    >
      <Filters onClear={filtered ? () => void navigate({ search: {}, replace: true }) : undefined}>
        <FilterChoice
          label={t`Составляющая`}
          value={search.component}
          options={options(components)}
          onChange={(component) => filter({ component })}
        />
        <FilterChoice
          label={t`Природа`}
          value={search.nature}
          options={options(natures)}
          onChange={(nature) => filter({ nature })}
        />
        <FilterChoice
          label={t`У кого бывает`}
          value={search.bearer_kind}
          options={options(bearers)}
          onChange={(bearer_kind) => filter({ bearer_kind })}
        />
      </Filters>
      <PagedList
        query={types}
        caption={t`Каталог дефицитов`}
        rowKey={(type) => type.id}
        title={{
          header: t`Вид дефицита`,
          cell: (type) =>
            can('deficits.read') ? (
              <Link to="/deficits" search={{ type_id: type.id }} {...rowLink}>
                {type.title}
              </Link>
            ) : (
              type.title
            ),
        }}
        columns={[
          {
            key: 'component',
            header: t`Составляющая`,
            onCard: true,
            cell: (type) => label(components, type.component),
          },
          { key: 'nature', header: t`Природа`, cell: (type) => label(natures, type.nature) },
          {
            key: 'bearers',
            header: t`У кого бывает`,
            cell: (type) => type.bearer_kinds.map((kind) => label(bearers, kind)).join(', '),
          },
          {
            key: 'framework',
            header: t`Основа`,
            cell: (type) => label(frameworks, type.framework),
          },
          {
            key: 'sample',
            header: t`Пометка`,
            onCard: true,
            cell: (type) =>
              !type.is_active ? (
                <State tone="stopped">
                  <Trans>не используется</Trans>
                </State>
              ) : type.is_sample ? (
                <Trans>примерный, не из источников</Trans>
              ) : (
                '—'
              ),
          },
        ]}
        empty={
          <Empty>
            <Trans>Под этот отбор в каталоге ничего нет. Сбросьте отбор.</Trans>
          </Empty>
        }
      />
    </Page>
  )
}

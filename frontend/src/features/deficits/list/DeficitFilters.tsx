import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/features/identity/session'
import { useMunicipalityOptions } from '@/features/territory/useMunicipalities'
import { apiQuery } from '@/shared/api/query'
import { components, deficitStatuses, scopes, useLabel, waitings } from '@/shared/i18n/labels'
import { FilterChoice, Filters } from '@/shared/ui/Filters'

type Search = Partial<
  Record<
    | 'program_id'
    | 'municipality_id'
    | 'school_id'
    | 'type_id'
    | 'status'
    | 'scope'
    | 'component'
    | 'bearer_kind'
    | 'open'
    | 'overdue'
    | 'waiting'
    | 'sort',
    string
  >
>

interface DeficitFiltersProps {
  search: Search
  onChange: (search: Search) => void
}

export function DeficitFilters({ search, onChange }: DeficitFiltersProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { assignment } = useMe()
  const municipalities = useMunicipalityOptions()
  const types = useQuery({
    ...apiQuery('/api/v1/deficit-types', { query: { limit: 100 } }),
    staleTime: 600_000,
  })
  const options = (labels: Parameters<typeof label>[0]) =>
    Object.keys(labels).map((value) => ({ value, label: label(labels, value) }))
  const set = (key: keyof Search) => (value: string | undefined) => onChange({ ...search, [key]: value })
  const filtered = Object.values(search).some(Boolean)
  return (
    <Filters foldable onClear={filtered ? () => onChange({}) : undefined}>
      <FilterChoice
        label={t`Чего ждёт`}
        value={search.waiting}
        options={options(waitings)}
        onChange={set('waiting')}
      />
      <FilterChoice
        label={t`Состояние`}
        value={search.status}
        options={options(deficitStatuses)}
        onChange={set('status')}
      />
      <FilterChoice label={t`Охват`} value={search.scope} options={options(scopes)} onChange={set('scope')} />
      <FilterChoice
        label={t`Составляющая`}
        value={search.component}
        options={options(components)}
        onChange={set('component')}
      />
      <FilterChoice
        label={t`Вид дефицита`}
        value={search.type_id}
        options={types.data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []}
        onChange={set('type_id')}
      />
      {!assignment.municipality_id && (
        <FilterChoice
          label={t`Муниципалитет`}
          value={search.municipality_id}
          options={municipalities}
          onChange={set('municipality_id')}
        />
      )}
      <FilterChoice
        label={t`Срок`}
        value={search.overdue}
        emptyLabel={t`Любой`}
        options={[{ value: 'true', label: t`прошёл` }]}
        onChange={set('overdue')}
      />
      <FilterChoice
        label={t`Сначала`}
        value={search.sort}
        emptyLabel={t`недавние`}
        options={[
          { value: 'opened_on', label: t`давние` },
          { value: '-severity', label: t`тяжёлые` },
        ]}
        onChange={set('sort')}
      />
    </Filters>
  )
}

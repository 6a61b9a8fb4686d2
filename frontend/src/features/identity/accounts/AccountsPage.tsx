import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { apiPages } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { accountStatuses, roles, useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, FilterSearch, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import { useCan } from '../session'
import { accountTones } from './status'

const route = getRouteApi('/shell/accounts')

export default function AccountsPage() {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const format = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const accounts = useInfiniteQuery({
    ...apiPages('/api/v1/accounts', { query: search as object }),
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
      title={t`Доступ`}
      actions={
        can('accounts.manage') && (
          <ButtonLink to="/accounts/new">
            <Trans>Пригласить</Trans>
          </ButtonLink>
        )
      }
    >
      <Filters onClear={filtered ? () => void navigate({ search: {}, replace: true }) : undefined}>
        <FilterSearch label={t`Имя или логин`} value={search.q} onChange={(q) => filter({ q })} />
        <FilterChoice
          label={t`Роль`}
          value={search.role}
          options={options(roles)}
          onChange={(role) => filter({ role })}
        />
        <FilterChoice
          label={t`Состояние`}
          value={search.status}
          options={options(accountStatuses)}
          onChange={(status) => filter({ status })}
        />
      </Filters>
      <PagedList
        query={accounts}
        caption={t`Учётные записи`}
        rowKey={(account) => account.id}
        title={{
          header: t`Кто`,
          cell: (account) => (
            <Link to="/accounts/$accountId" params={{ accountId: account.id }} {...rowLink}>
              {account.person?.name ?? account.login}
            </Link>
          ),
        }}
        columns={[
          { key: 'login', header: t`Логин`, cell: (account) => account.login },
          {
            key: 'roles',
            header: t`Роли`,
            onCard: true,
            cell: (account) =>
              account.assignments
                .map(({ role, scope_name }) => `${label(roles, role)}, ${scope_name}`)
                .join('; ') || '—',
          },
          {
            key: 'status',
            header: t`Состояние`,
            onCard: true,
            cell: ({ status }) => <State tone={accountTones[status]}>{label(accountStatuses, status)}</State>,
          },
          {
            key: 'seen',
            header: t`Последний вход`,
            numeric: true,
            cell: ({ last_login_at }) =>
              last_login_at ? format.day(last_login_at) : <Trans>ещё не входил</Trans>,
          },
        ]}
        empty={
          <Empty>
            {filtered ? (
              <Trans>Под этот отбор никто не подходит. Сбросьте отбор.</Trans>
            ) : (
              <Trans>Пока никого нет. Пригласите первого человека.</Trans>
            )}
          </Empty>
        }
      />
    </Page>
  )
}

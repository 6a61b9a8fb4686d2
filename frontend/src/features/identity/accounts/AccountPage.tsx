import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { apiQuery, send } from '@/shared/api/query'
import type { Account } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { accountStatuses, useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { AccountRoles } from './AccountRoles'
import { accountQuery } from './accountQuery'
import { DisableDialog } from './DisableDialog'
import { SecretLink } from './SecretLink'
import { accountTones } from './status'

const route = getRouteApi('/shell/accounts/$accountId')

export default function AccountPage() {
  const { accountId } = route.useParams()
  const account = useQuery(accountQuery(accountId))
  return (
    <Loaded query={account} skeleton={<CardSkeleton />}>
      {(data) => <AccountCard key={data.id} account={data} />}
    </Loaded>
  )
}

function AccountCard({ account }: { account: Account }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const client = useQueryClient()
  const [changing, setChanging] = useState<'disable' | 'enable' | null>(null)
  const link = useMutation({
    mutationFn: (purpose: 'invitation' | 'reset') =>
      send('post', '/api/v1/accounts/{account_id}/invitations', {
        path: { account_id: account.id },
        body: { purpose },
      }),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: apiQuery('/api/v1/accounts').queryKey.slice(0, 1) }),
  })
  const may = (action: Account['allowed_actions'][number]) => account.allowed_actions.includes(action)
  return (
    <Page
      title={account.person?.name ?? account.login}
      parent={
        <Link to="/accounts">
          <Trans>Доступ</Trans>
        </Link>
      }
      status={<State tone={accountTones[account.status]}>{label(accountStatuses, account.status)}</State>}
      actions={
        <>
          {may('invite_again') && (
            <Button loading={link.isPending} onClick={() => link.mutate('invitation')}>
              <Trans>Пригласить ещё раз</Trans>
            </Button>
          )}
          {may('reset_password') && (
            <Button variant="default" loading={link.isPending} onClick={() => link.mutate('reset')}>
              <Trans>Ссылка для нового пароля</Trans>
            </Button>
          )}
          {may('disable') && (
            <Button variant="default" onClick={() => setChanging('disable')}>
              <Trans>Отключить</Trans>
            </Button>
          )}
          {may('enable') && (
            <Button onClick={() => setChanging('enable')}>
              <Trans>Включить</Trans>
            </Button>
          )}
        </>
      }
    >
      <ProblemNote error={link.error} />
      {link.data && <SecretLink url={link.data.url} expiresAt={link.data.expires_at} />}
      <Section title={t`Вход`}>
        <Facts
          items={[
            [t`Логин`, account.login],
            [
              t`Последний вход`,
              account.last_login_at ? format.moment(account.last_login_at) : t`ещё не входил`,
            ],
          ]}
        />
      </Section>
      <AccountRoles account={account} />
      {changing && <DisableDialog account={account} event={changing} onClose={() => setChanging(null)} />}
    </Page>
  )
}

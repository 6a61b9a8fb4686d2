import { Trans, useLingui } from '@lingui/react/macro'
import { roles, useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { Page, Section } from '@/shared/ui/Page'
import { useMe } from '../session'
import { PasswordForm } from './PasswordForm'
import { Sessions } from './Sessions'

export default function OwnAccountPage() {
  const { t } = useLingui()
  const label = useLabel()
  const me = useMe()
  return (
    <Page title={t`Пароль и сеансы`}>
      <Section title={t`Вы`}>
        <Facts
          items={[
            [t`Имя`, me.person?.name ?? <Trans key="none">не указано</Trans>],
            [t`Логин`, me.login],
            [
              t`Роли`,
              me.assignments.map((item) => `${label(roles, item.role)}, ${item.scope_name}`).join('; '),
            ],
          ]}
        />
      </Section>
      <PasswordForm />
      <Sessions />
    </Page>
  )
}

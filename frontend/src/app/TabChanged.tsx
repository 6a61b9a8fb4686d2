import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Changed } from '@/shared/api/session'
import { Dialog } from '@/shared/ui/Dialog'

/** Another tab switched the role or signed in as somebody else: what is on this page belongs to the former one. */
export default function TabChanged({ what }: { what: Changed }) {
  const { t } = useLingui()
  const person = what === 'account-changed'
  return (
    <Dialog
      title={
        person ? t`В этом браузере вошли под другой учётной записью` : t`Роль сменилась в другой вкладке`
      }
    >
      <p>
        {person ? (
          <Trans>
            Эта страница открыта для прежней учётной записи, поэтому действие не выполнено. Обновите страницу,
            чтобы продолжить под нынешней, или выйдите и войдите под своей.
          </Trans>
        ) : (
          <Trans>
            Эта страница открыта для прежней роли, поэтому действие не выполнено. Обновите страницу, чтобы
            продолжить в новой роли. Набранный текст сохранится.
          </Trans>
        )}
      </p>
      <Button mt="md" onClick={() => window.location.reload()}>
        <Trans>Обновить страницу</Trans>
      </Button>
    </Dialog>
  )
}

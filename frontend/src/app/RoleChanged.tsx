import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Dialog } from '@/shared/ui/Dialog'

/** Another tab switched the role: what is on this page belongs to the former one. */
export default function RoleChanged() {
  const { t } = useLingui()
  return (
    <Dialog title={t`Роль сменилась в другой вкладке`}>
      <p>
        <Trans>
          Эта страница открыта для прежней роли, поэтому действие не выполнено. Обновите страницу, чтобы
          продолжить в новой роли. Набранный текст сохранится.
        </Trans>
      </p>
      <Button mt="md" onClick={() => window.location.reload()}>
        <Trans>Обновить страницу</Trans>
      </Button>
    </Dialog>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { send } from '@/shared/api/query'
import type { Account } from '@/shared/api/types'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useAccountChange } from './accountQuery'

interface DisableDialogProps {
  account: Account
  event: 'disable' | 'enable'
  onClose: () => void
}

export function DisableDialog({ account, event, onClose }: DisableDialogProps) {
  const { t } = useLingui()
  const [comment, setComment] = useState('')
  const change = useAccountChange(account.id, () =>
    send('post', '/api/v1/accounts/{account_id}/transitions', {
      path: { account_id: account.id },
      body: { event, comment: comment.trim() || null },
      version: account.version,
    }),
  )
  const disabling = event === 'disable'
  return (
    <FormDialog
      title={disabling ? t`Отключить учётную запись?` : t`Включить учётную запись?`}
      submitLabel={disabling ? t`Отключить` : t`Включить`}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={() => change.mutate(undefined, { onSuccess: onClose })}
    >
      <p>
        {disabling ? (
          <Trans>Человек больше не сможет войти, его сеансы завершатся сразу. Записи останутся.</Trans>
        ) : (
          <Trans>Человек снова сможет войти с прежним паролем.</Trans>
        )}
      </p>
      <Textarea
        label={t`Комментарий`}
        autosize
        minRows={2}
        value={comment}
        onChange={(typed) => setComment(typed.currentTarget.value)}
      />
    </FormDialog>
  )
}

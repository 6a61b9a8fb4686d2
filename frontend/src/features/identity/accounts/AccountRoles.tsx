import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import { send } from '@/shared/api/query'
import type { Account, Assignment } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { roles, useLabel } from '@/shared/i18n/labels'
import { FormDialog } from '@/shared/ui/FormDialog'
import { Section } from '@/shared/ui/Page'
import { useDraftForm } from '@/shared/ui/useDraft'
import classes from '../identity.module.css'
import { useMe } from '../session'
import { useAccountChange } from './accountQuery'
import { emptyRole, RoleFields, type RoleValues, roleBody } from './RoleFields'

/** The roles of an account: granted from a day, ended, never overwritten. */
export function AccountRoles({ account }: { account: Account }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [granting, setGranting] = useState(false)
  const [ending, setEnding] = useState<Assignment | null>(null)
  const mayGrant = account.allowed_actions.includes('grant')
  return (
    <Section
      title={t`Роли`}
      actions={
        mayGrant && (
          <Button size="compact-sm" variant="subtle" onClick={() => setGranting(true)}>
            <Trans>Дать роль</Trans>
          </Button>
        )
      }
    >
      <ul className={classes.rows}>
        {account.assignments.map((item) => (
          <li key={item.id}>
            <span>
              {label(roles, item.role)}, {item.scope_name}
              <span className={classes.detail}>
                {item.valid_to ? (
                  <Trans>
                    с {format.day(item.valid_from)} по {format.day(item.valid_to)}
                  </Trans>
                ) : (
                  <Trans>с {format.day(item.valid_from)}</Trans>
                )}
              </span>
            </span>
            {mayGrant && item.valid_to === null && (
              <Button size="compact-sm" variant="subtle" onClick={() => setEnding(item)}>
                <Trans>Завершить роль</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {granting && <GrantDialog account={account} onClose={() => setGranting(false)} />}
      {ending && <EndDialog account={account} assignment={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function GrantDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useLingui()
  const { grants } = useMe()
  const form = useDraftForm(`grant.${account.id}`, {
    initialValues: { ...emptyRole(grants), valid_from: '' },
  })
  const { values } = form
  const grant = useAccountChange(account.id, () =>
    send('post', '/api/v1/accounts/{account_id}/assignments', {
      path: { account_id: account.id },
      body: { ...roleBody(values as RoleValues), valid_from: values.valid_from || null } as never,
    }),
  )
  return (
    <FormDialog
      title={t`Дать роль`}
      submitLabel={t`Дать роль`}
      busy={grant.isPending}
      error={grant.error}
      onClose={onClose}
      onSubmit={() =>
        grant.mutate(undefined, {
          onError: form.showProblem,
          onSuccess: () => {
            form.discard()
            onClose()
          },
        })
      }
    >
      <RoleFields form={form as unknown as UseFormReturnType<RoleValues>} />
      <TextInput
        type="date"
        label={t`С какого дня`}
        description={t`Оставьте пустым, чтобы роль начала действовать сразу`}
        {...form.getInputProps('valid_from')}
      />
    </FormDialog>
  )
}

interface EndDialogProps {
  account: Account
  assignment: Assignment
  onClose: () => void
}

function EndDialog({ account, assignment, onClose }: EndDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const end = useAccountChange(account.id, () =>
    send('post', '/api/v1/accounts/{account_id}/assignments/{assignment_id}/end', {
      path: { account_id: account.id, assignment_id: assignment.id },
      body: {},
    }),
  )
  return (
    <FormDialog
      title={t`Завершить роль?`}
      submitLabel={t`Завершить роль`}
      busy={end.isPending}
      error={end.error}
      onClose={onClose}
      onSubmit={() => end.mutate(undefined, { onSuccess: onClose })}
    >
      <p>
        {label(roles, assignment.role)}, {assignment.scope_name}.{' '}
        <Trans>Сеансы в этой роли завершатся сразу, записи останутся.</Trans>
      </p>
    </FormDialog>
  )
}

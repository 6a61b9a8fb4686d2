import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { fieldErrors } from '@/shared/api/problem'
import { apiQuery, send } from '@/shared/api/query'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'

/** Passwords are never kept as drafts. */
export function PasswordForm() {
  const { t } = useLingui()
  const client = useQueryClient()
  const form = useForm({ initialValues: { current_password: '', new_password: '' } })
  const change = useMutation({
    mutationFn: () => send('post', '/api/v1/me/password', { body: form.values }),
    onError: (error) => form.setErrors(fieldErrors(error)),
    onSuccess: () => {
      form.reset()
      return client.invalidateQueries({ queryKey: apiQuery('/api/v1/me/sessions').queryKey })
    },
  })
  const visibility = { 'aria-label': t`Показать или скрыть пароль` }
  return (
    <Section title={t`Сменить пароль`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <Stack gap="md" maw={360}>
          <PasswordInput
            label={t`Нынешний пароль`}
            autoComplete="current-password"
            visibilityToggleButtonProps={visibility}
            {...form.getInputProps('current_password')}
          />
          <PasswordInput
            label={t`Новый пароль`}
            description={t`Длинная фраза надёжнее набора значков.`}
            autoComplete="new-password"
            visibilityToggleButtonProps={visibility}
            {...form.getInputProps('new_password')}
          />
          <ProblemNote error={change.error} />
          {change.isSuccess && (
            <p role="status">
              <Trans>Пароль сменён. Остальные сеансы завершены.</Trans>
            </p>
          )}
          <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
            <Trans>Сменить пароль</Trans>
          </Button>
        </Stack>
      </form>
    </Section>
  )
}

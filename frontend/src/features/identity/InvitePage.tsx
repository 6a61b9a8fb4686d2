import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { fieldErrors, isProblem } from '@/shared/api/problem'
import { apiQuery, send } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { ButtonLink } from '@/shared/ui/buttons'
import { Loaded } from '@/shared/ui/Loaded'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { Entrance } from './Entrance'

const route = getRouteApi('/invite/$token')

export default function InvitePage() {
  const { t } = useLingui()
  const format = useFormat()
  const { token } = route.useParams()
  const invitation = useQuery({
    ...apiQuery('/api/v1/auth/invitations/{token}', { path: { token } }),
    retry: false,
  })
  const [password, setPassword] = useState('')
  const accepting = useMutation({
    mutationFn: () =>
      send('post', '/api/v1/auth/invitations/{token}/accept', { path: { token }, body: { password } }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    accepting.mutate()
  }
  // A mistyped or shortened link is refused as malformed; for its reader it is the same dead link.
  if (isProblem(invitation.error) && [404, 422].includes(invitation.error.status)) {
    return (
      <Entrance title={t`Ссылка больше не действует`}>
        <p>
          <Trans>
            Ссылка уже использована или её срок истёк. Попросите новую у того, кто вас пригласил.{' '}
            <Link to="/login">Ко входу</Link>
          </Trans>
        </p>
      </Entrance>
    )
  }
  if (accepting.isSuccess) {
    return (
      <Entrance title={t`Пароль сохранён`}>
        <ButtonLink to="/login">
          <Trans>Войти</Trans>
        </ButtonLink>
      </Entrance>
    )
  }
  return (
    <Entrance title={invitation.data?.purpose === 'reset' ? t`Новый пароль` : t`Добро пожаловать`}>
      <Loaded query={invitation}>
        {({ name, login, expires_at }) => (
          <form onSubmit={submit}>
            <Stack gap="md">
              <p>
                <Trans>
                  {name}, ваш логин — <b>{login}</b>. Придумайте пароль. Ссылка действует до{' '}
                  {format.moment(expires_at)}.
                </Trans>
              </p>
              <input type="hidden" autoComplete="username" value={login} />
              <PasswordInput
                label={t`Пароль`}
                description={t`Не короче 10 знаков. Длинная фраза надёжнее набора значков.`}
                autoComplete="new-password"
                required
                withAsterisk={false}
                value={password}
                error={fieldErrors(accepting.error).password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                visibilityToggleButtonProps={{ 'aria-label': t`Показать или скрыть пароль` }}
              />
              <ProblemNote error={accepting.error} />
              <Button type="submit" loading={accepting.isPending}>
                <Trans>Сохранить пароль</Trans>
              </Button>
            </Stack>
          </form>
        )}
      </Loaded>
    </Entrance>
  )
}

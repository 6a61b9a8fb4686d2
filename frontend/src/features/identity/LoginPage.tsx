import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { send } from '@/shared/api/query'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { DemoChoices } from './DemoChoices'
import { Entrance } from './Entrance'
import classes from './Entrance.module.css'
import { safeNext } from './safeNext'
import { adoptMe } from './session'
import { useCountdown } from './useCountdown'

const route = getRouteApi('/login')

export default function LoginPage() {
  const { t } = useLingui()
  const { next, ended } = route.useSearch()
  const client = useQueryClient()
  const router = useRouter()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const entering = useMutation({
    mutationFn: (body: { login: string; password: string }) => send('post', '/api/v1/auth/login', { body }),
    onSuccess: (me) => {
      adoptMe(client, me)
      router.history.push(safeNext(next))
    },
  })
  const wait = useCountdown(entering.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate({ login: login.trim(), password })
  }
  return (
    <Entrance title={t`Вход`}>
      {ended && (
        <p className={classes.notice} role="status">
          <Trans>
            Сеанс завершился. Войдите снова: вы вернётесь на ту же страницу, набранный текст сохранён.
          </Trans>
        </p>
      )}
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t`Логин`}
            type="text"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            required
            withAsterisk={false}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordInput
            label={t`Пароль`}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t`Показать или скрыть пароль` }}
          />
          <ProblemNote error={entering.error} />
          <Button type="submit" loading={entering.isPending} disabled={wait > 0}>
            {wait > 0 ? t`Войти можно через ${wait} с` : t`Войти`}
          </Button>
        </Stack>
      </form>
      <DemoChoices busy={entering.isPending} onChoose={(account) => entering.mutate(account)} />
    </Entrance>
  )
}

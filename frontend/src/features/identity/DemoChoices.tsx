import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import { roles, useLabel } from '@/shared/i18n/labels'
import classes from './Entrance.module.css'

interface DemoChoicesProps {
  busy: boolean
  onChoose: (account: { login: string; password: string }) => void
}

/** One-click accounts of a demonstration; a real installation answers 404 and nothing is shown. */
export function DemoChoices({ busy, onChoose }: DemoChoicesProps) {
  const label = useLabel()
  const { data } = useQuery({ ...apiQuery('/api/v1/auth/demo-accounts'), retry: false })
  if (!data || data.items.length === 0) return null
  return (
    <section className={classes.demo}>
      <h2>
        <Trans>Посмотреть как</Trans>
      </h2>
      <p>
        <Trans>Демонстрация: люди вымышлены, школы и программы настоящие.</Trans>
      </p>
      <ul className={classes.choices}>
        {data.items.map(({ login, password, role, title, scope_name }) => (
          <li key={login}>
            <button type="button" disabled={busy} onClick={() => onChoose({ login, password })}>
              <strong>{title || label(roles, role)}</strong>
              <small>
                {scope_name} · {login}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

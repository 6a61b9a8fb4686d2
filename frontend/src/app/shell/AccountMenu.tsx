import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { useMe } from '@/features/identity/session'
import { Dropdown, dropdownTitle } from '@/shared/ui/Dropdown'
import classes from './TopBar.module.css'

const AccountPanel = lazy(() => import('./AccountPanel'))

export function AccountMenu() {
  const { t } = useLingui()
  const { person, login } = useMe()
  const name = person?.short_name ?? login
  const initials = (person?.name ?? login)
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
  return (
    <Dropdown
      label={t`Учётная запись: ${name}`}
      className={classes.account}
      button={<span className={classes.initials} data-initials={initials} />}
    >
      {(close) => (
        <>
          <div className={dropdownTitle}>{name}</div>
          <Suspense>
            <AccountPanel onClose={close} />
          </Suspense>
        </>
      )}
    </Dropdown>
  )
}

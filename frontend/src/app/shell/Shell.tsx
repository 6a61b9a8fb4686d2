import { Trans, useLingui } from '@lingui/react/macro'
import { Link, Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { PhoneBar } from './PhoneBar'
import classes from './Shell.module.css'
import { TopBar } from './TopBar'
import { useEntries } from './useEntries'
import { useSearchKeys } from './useSearchKeys'

const Spotlight = lazy(() => import('./Spotlight'))

export function Shell() {
  const { t } = useLingui()
  const entries = useEntries()
  const search = useSearchKeys()
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        <Trans>К содержанию</Trans>
      </a>
      <TopBar onSearch={search.open} />
      <nav className={classes.nav} aria-label={t`Разделы`}>
        {entries.map(({ to, title, icon: Icon, nested, isCurrent }) => (
          <Link
            key={to}
            to={to}
            search={{}}
            className={classes.entry}
            data-nested={nested || undefined}
            activeOptions={{ exact: true, includeSearch: false }}
            aria-current={isCurrent ? 'page' : undefined}
          >
            {!nested && <Icon />}
            <span>{title}</span>
          </Link>
        ))}
      </nav>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <PhoneBar entries={entries} />
      {search.opened && (
        <Suspense>
          <Spotlight onClose={search.close} />
        </Suspense>
      )}
    </div>
  )
}

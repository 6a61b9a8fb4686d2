import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { MoreIcon } from '@/shared/ui/icons'
import classes from './Shell.module.css'
import type { OpenEntry } from './useEntries'

const MoreSheet = lazy(() => import('./MoreSheet'))

/** The phone's bottom bar: four sections, and the rest behind "more". */
export function PhoneBar({ entries }: { entries: OpenEntry[] }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const shown = entries.filter((entry) => entry.onPhoneBar)
  const rest = entries.filter((entry) => !entry.onPhoneBar)
  return (
    <nav className={classes.phoneBar} aria-label={t`Главные разделы`}>
      {shown.map(({ to, brief, icon: Icon, isCurrent }) => (
        <Link
          key={to}
          to={to}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          aria-current={isCurrent ? 'page' : undefined}
        >
          <Icon size={22} />
          <span>{brief}</span>
        </Link>
      ))}
      <button
        type="button"
        onClick={() => setOpened(true)}
        data-current={rest.some((entry) => entry.isCurrent) || undefined}
      >
        <MoreIcon size={22} />
        <Trans>Ещё</Trans>
      </button>
      {opened && (
        <Suspense>
          <MoreSheet entries={rest} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </nav>
  )
}

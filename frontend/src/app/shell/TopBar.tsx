import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { NoticesLink } from '@/features/notices/NoticesLink'
import { SearchIcon } from '@/shared/ui/icons'
import { AccountMenu } from './AccountMenu'
import { RoleSwitch } from './RoleSwitch'
import classes from './TopBar.module.css'

export function TopBar({ onSearch }: { onSearch: () => void }) {
  return (
    <header className={classes.top}>
      <Link to="/" className={classes.logo}>
        <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
          <path
            d="M6 24h20M9 24V13m14 11V13M6 13l10-7 10 7"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <span>
          <Trans>Опора</Trans>
        </span>
      </Link>
      <button type="button" className={classes.search} onClick={onSearch}>
        <SearchIcon />
        <span className={classes.searchText}>
          <Trans>Найти школу, человека, дефицит</Trans>
        </span>
        <kbd className={classes.searchKey}>Ctrl K</kbd>
      </button>
      <RoleSwitch />
      <NoticesLink />
      <AccountMenu />
    </header>
  )
}

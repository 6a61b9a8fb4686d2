import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { BellIcon } from '@/shared/ui/icons'
import classes from './notices.module.css'
import { useUnread } from './useUnread'

/** The bell of the top bar: its number is read out with it. */
export function NoticesLink() {
  const { t } = useLingui()
  const unread = useUnread()
  return (
    <Link
      to="/notices"
      className={classes.bell}
      aria-label={unread ? t`Уведомления, непрочитанных: ${unread}` : t`Уведомления`}
    >
      <BellIcon size={20} />
      {unread > 0 && (
        <span className={classes.count} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  )
}

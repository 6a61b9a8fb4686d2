import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Dialog } from '@/shared/ui/Dialog'
import classes from './Shell.module.css'
import type { OpenEntry } from './useEntries'

export default function MoreSheet({ entries, onClose }: { entries: OpenEntry[]; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog onClose={onClose} title={t`Ещё`}>
      {entries.map(({ to, title, icon: Icon, isCurrent }) => (
        <Link
          key={to}
          to={to}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          className={classes.moreEntry}
          aria-current={isCurrent ? 'page' : undefined}
          onClick={onClose}
        >
          <Icon size={20} />
          {title}
        </Link>
      ))}
    </Dialog>
  )
}

import { schoolStatuses, useLabel } from '@/shared/i18n/labels'
import { State } from '@/shared/ui/State'
import { statusTone } from './statusTone'
import classes from './territory.module.css'

export function SchoolStates({ statuses }: { statuses: string[] }) {
  const label = useLabel()
  return (
    <span className={classes.states}>
      {statuses.map((status) => (
        <State key={status} tone={statusTone(status)}>
          {label(schoolStatuses, status)}
        </State>
      ))}
    </span>
  )
}

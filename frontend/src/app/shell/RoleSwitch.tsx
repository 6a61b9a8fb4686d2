import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { useMe } from '@/features/identity/session'
import { useSwitchRole } from '@/features/identity/useSwitchRole'
import { roles, useLabel } from '@/shared/i18n/labels'
import { Dropdown, dropdownItem, dropdownTitle } from '@/shared/ui/Dropdown'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './TopBar.module.css'

/** In which role and for whom the person works now; a menu when there is something to choose. */
export function RoleSwitch() {
  const label = useLabel()
  const { assignment, assignments } = useMe()
  const change = useSwitchRole()
  const text = (
    <span className={classes.role}>
      <span className={classes.roleName}>{label(roles, assignment.role)}</span>
      <span className={classes.roleScope}>{assignment.scope_name}</span>
    </span>
  )
  if (assignments.length < 2) return <div className={classes.roleBox}>{text}</div>
  return (
    <div className={classes.roleBox}>
      <Dropdown
        className={classes.roleButton}
        button={
          <>
            <VisuallyHidden>
              <Trans>Сменить роль:</Trans>
            </VisuallyHidden>
            {text}
          </>
        }
      >
        {(close) => (
          <>
            <div className={dropdownTitle}>
              <Trans>Работать как</Trans>
            </div>
            {assignments.map((item) => (
              <button
                key={item.id}
                type="button"
                className={dropdownItem}
                disabled={item.id === assignment.id || change.isPending}
                onClick={() => change.mutate(item.id, { onSuccess: close })}
              >
                {label(roles, item.role)} · {item.scope_name}
              </button>
            ))}
            <ProblemNote error={change.error} />
          </>
        )}
      </Dropdown>
    </div>
  )
}

import type { ReactNode } from 'react'
import classes from './Empty.module.css'

/** Why there is nothing here and what to do about it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p>{children}</p>
      {action}
    </div>
  )
}

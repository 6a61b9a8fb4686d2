import type { Person } from '@/shared/api/types'
import { capacities, useLabel } from '@/shared/i18n/labels'
import classes from './people.module.css'

/** What the person does now, in words: «учитель, математика». */
export function Positions({ person }: { person: Person }) {
  const label = useLabel()
  const current = person.positions.filter((position) => position.valid_to === null)
  return (
    <span className={classes.note}>
      {current
        .map(({ capacity, subject }) => [label(capacities, capacity), subject].filter(Boolean).join(', '))
        .join('; ')}
    </span>
  )
}

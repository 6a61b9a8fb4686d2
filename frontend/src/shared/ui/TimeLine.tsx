import type { ReactNode } from 'react'
import type { Tone } from './State'
import classes from './TimeLine.module.css'

export interface TimeLineItem {
  id: string
  when: ReactNode
  tone: Tone
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
}

export function TimeLine({ items }: { items: TimeLineItem[] }) {
  return (
    <ol className={classes.line}>
      {items.map((item) => (
        <li key={item.id} data-tone={item.tone}>
          <div className={classes.when}>{item.when}</div>
          <div className={classes.what}>
            <div>{item.title}</div>
            {item.note && <div className={classes.note}>{item.note}</div>}
            {item.actions}
          </div>
        </li>
      ))}
    </ol>
  )
}

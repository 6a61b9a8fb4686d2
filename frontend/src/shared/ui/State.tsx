import type { ReactNode } from 'react'
import classes from './State.module.css'

/** The one palette of states: a shape and a colour, always beside a word. */
export type Tone = 'waiting' | 'work' | 'attention' | 'done' | 'stopped'

const shapes: Record<Tone, ReactNode> = {
  waiting: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  work: (
    <>
      <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" />
    </>
  ),
  attention: <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />,
  done: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  stopped: <path d="M1.5 6h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
}

export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.state} data-tone={tone}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {shapes[tone]}
      </svg>
      <span>{children}</span>
    </span>
  )
}

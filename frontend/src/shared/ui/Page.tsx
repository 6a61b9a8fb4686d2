import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef } from 'react'
import { hasNavigated } from './navigation'
import classes from './Page.module.css'

/** Official titles of programmes run to two hundred characters. */
const LONG = 90

interface PageProps {
  title: string
  /** Where this page hangs, a link above the title. */
  parent?: ReactNode
  /** Status beside or below the title. */
  status?: ReactNode
  /** The page in one sentence. */
  story?: ReactNode
  actions?: ReactNode
  /** Tables and matrices use the whole width. */
  wide?: boolean
  children: ReactNode
}

export function Page({ title, parent, status, story, actions, wide, children }: PageProps) {
  const { t } = useLingui()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t`Опора`}`
  }, [title, t])
  useEffect(() => {
    const typing = document.activeElement?.matches('input, textarea, select')
    if (hasNavigated() && !typing) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <article className={classes.page} data-wide={wide || undefined}>
      <header className={classes.header}>
        <div className={classes.heading}>
          {parent && <div className={classes.parent}>{parent}</div>}
          <h1 ref={heading} tabIndex={-1} data-long={title.length > LONG || undefined}>
            {title}
          </h1>
          {status && <div className={classes.status}>{status}</div>}
          {story && <p className={classes.story}>{story}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </article>
  )
}

interface SectionProps {
  title: string
  /** How many rows follow, shown beside the title. */
  count?: number
  actions?: ReactNode
  children: ReactNode
}

export function Section({ title, count, actions, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>
          {title}
          {count !== undefined && <span className={classes.count}>{count}</span>}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

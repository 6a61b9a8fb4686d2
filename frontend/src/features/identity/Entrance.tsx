import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Page } from '@/shared/ui/Page'
import { LanguageChoice, ThemeChoice } from '@/shared/ui/preferences'
import classes from './Entrance.module.css'

/** The pages outside the shell: signing in and accepting an invitation. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.entrance}>
      <div className={classes.brand}>
        <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
          <path
            d="M6 24h20M9 24V13m14 11V13M6 13l10-7 10 7"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <p className={classes.name}>
          <Trans>Опора</Trans>
        </p>
        <p className={classes.idea}>
          <Trans>
            Сильные школы помогают школам, которым трудно: от выявленного дефицита до измеренного результата.
          </Trans>
        </p>
      </div>
      <div className={classes.work}>
        <Page title={title}>{children}</Page>
      </div>
      <div className={classes.preferences}>
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </main>
  )
}

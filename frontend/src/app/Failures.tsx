import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useRouter } from '@tanstack/react-router'
import { Page } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './shell/Shell.module.css'

export function NotFoundPage() {
  const { t } = useLingui()
  return (
    <Page title={t`Такой страницы нет`}>
      <p>
        <Trans>
          Адрес набран неверно, запись удалена или недоступна в вашей роли. <Link to="/">К обзору</Link>
        </Trans>
      </p>
    </Page>
  )
}

/** The same where the shell itself could not open: the page then has no main part of its own. */
export function FatalFailure(props: { error: unknown; reset: () => void }) {
  return (
    <main className={classes.alone}>
      <RouteFailure {...props} />
    </main>
  )
}

export function RouteFailure({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title={t`Страница не открылась`}>
      <ProblemNote error={error} onRetry={retry} />
    </Page>
  )
}

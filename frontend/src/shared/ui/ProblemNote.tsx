import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ProblemError } from '@/shared/api/problem'
import classes from './ProblemNote.module.css'

/** What failed, said beside what failed: the rule, the way out, and another try where one makes sense. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail } = useProblemText(error)
  if (!error) return null
  return (
    <div role="alert" className={classes.note} data-forbidden={isForbidden(error) || undefined}>
      <p className={classes.title}>{title}</p>
      {detail && <p>{detail}</p>}
      {error instanceof ProblemError && error.retryAfter !== null && (
        <p>
          <Plural
            value={error.retryAfter}
            one="Можно повторить через # секунду."
            few="Можно повторить через # секунды."
            many="Можно повторить через # секунд."
            other="Можно повторить через # секунды."
          />
        </p>
      )}
      {onRetry && (
        <Button size="xs" variant="default" mt={8} onClick={onRetry}>
          <Trans>Повторить</Trans>
        </Button>
      )}
    </div>
  )
}

const isForbidden = (error: unknown) => error instanceof ProblemError && error.status === 403

/** A page that cannot be read: an address that leads nowhere, what one may not open, or a failure to try again. */
export function ReadProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
  const status = error instanceof ProblemError ? error.status : 0
  const nowhere = status === 404 || status === 422
  if (!nowhere && status !== 403) return <ProblemNote error={error} onRetry={onRetry} />
  return (
    <>
      {nowhere ? (
        <div role="alert" className={classes.note}>
          <p className={classes.title}>{t`По этому адресу ничего нет`}</p>
          <p>{t`Адрес набран неверно, запись удалена или недоступна в вашей роли.`}</p>
        </div>
      ) : (
        <ProblemNote error={error} />
      )}
      <p>
        <Link to="/">
          <Trans>К обзору →</Trans>
        </Link>
      </p>
    </>
  )
}

function useProblemText(error: unknown): { title: string; detail: string } {
  const { t } = useLingui()
  if (!(error instanceof ProblemError)) {
    return { title: t`Что-то пошло не так`, detail: t`Обновите страницу. Набранный текст сохранится.` }
  }
  if (error.status === 0) {
    return {
      title: t`Нет связи с сервером`,
      detail: t`Проверьте подключение к сети и повторите. Набранное не потеряно.`,
    }
  }
  if (error.status >= 500) {
    return {
      title: error.title || t`Сервер не смог ответить`,
      detail: error.detail || t`Повторите через минуту. Набранное не потеряно.`,
    }
  }
  const general = error.fields.filter((field) => field.pointer === '').map((field) => field.detail)
  return {
    title: error.title || t`Не получилось`,
    detail: [error.detail, ...general].filter((text) => text && text !== error.title).join(' '),
  }
}

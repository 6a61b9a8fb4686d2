import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Stack, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Choice } from '@/shared/ui/Choice'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './events.module.css'

export interface Answer {
  rating: number
  comment: string | null
}

interface FeedbackFormProps {
  busy: boolean
  error: unknown
  /** What a guest is asked besides. */
  children?: ReactNode
  onSubmit: (answer: Answer) => void
}

/** One to five and a few words; nobody learns whose they are. */
export function FeedbackForm({ busy, error, children, onSubmit }: FeedbackFormProps) {
  const { t } = useLingui()
  const [rating, setRating] = useState('')
  const [comment, setComment] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (rating) onSubmit({ rating: Number(rating), comment: comment.trim() || null })
      }}
    >
      <Stack gap="md" maw={560}>
        <p className={classes.note}>
          <Trans>Ответ анонимный: имя не сохраняется. Изменить его потом нельзя.</Trans>
        </p>
        {children}
        <Choice
          label={t`Насколько полезно`}
          value={rating}
          onChange={setRating}
          options={[
            { value: '5', label: t`5 — очень полезно` },
            { value: '4', label: t`4 — полезно` },
            { value: '3', label: t`3 — отчасти` },
            { value: '2', label: t`2 — мало` },
            { value: '1', label: t`1 — бесполезно` },
          ]}
        />
        <Textarea
          label={t`Что понравилось, чего не хватило`}
          description={t`По желанию`}
          autosize
          minRows={3}
          maxLength={4000}
          value={comment}
          onChange={(typed) => setComment(typed.currentTarget.value)}
        />
        <ProblemNote error={error} />
        <Button type="submit" disabled={!rating} loading={busy} style={{ alignSelf: 'flex-start' }}>
          <Trans>Отправить отзыв</Trans>
        </Button>
      </Stack>
    </form>
  )
}

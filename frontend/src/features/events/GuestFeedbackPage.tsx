import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Entrance } from '@/features/identity/Entrance'
import { apiQuery, send } from '@/shared/api/query'
import { useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import classes from './events.module.css'
import { type Answer, FeedbackForm } from './FeedbackForm'
import { When } from './When'
import { audiences } from './words'

const route = getRouteApi('/feedback/$token')

/** For guests of a session, without an account: the link is all one needs. */
export default function GuestFeedbackPage() {
  const { t } = useLingui()
  const label = useLabel()
  const { token } = route.useParams()
  const event = useQuery({
    ...apiQuery('/api/v1/feedback/{token}', { path: { token } }),
    retry: false,
  })
  // Made once: an answer sent twice over a weak network is one answer.
  const [id] = useState(() => crypto.randomUUID())
  const [audience, setAudience] = useState('')
  const chosen = audience || (event.data?.audience.length === 1 ? event.data.audience[0] : '')
  const give = useMutation({
    mutationFn: (answer: Answer) =>
      send('post', '/api/v1/feedback/{token}', {
        path: { token },
        body: { ...answer, id, audience: chosen } as never,
      }),
  })
  return (
    <Entrance title={event.data?.title ?? t`Отзыв о занятии`}>
      {event.isPending && <RowsSkeleton rows={4} />}
      {event.isError && <ProblemNote error={event.error} />}
      {event.data && (
        <>
          <p className={classes.detail}>
            {event.data.organizer_name} · <When starts={event.data.starts_at} ends={event.data.ends_at} />
          </p>
          {give.isSuccess ? (
            <p className={classes.note} role="status">
              <Trans>Спасибо, отзыв принят.</Trans>
            </p>
          ) : event.data.is_open ? (
            <FeedbackForm busy={give.isPending} error={give.error} onSubmit={(answer) => give.mutate(answer)}>
              {event.data.audience.length > 1 && (
                <Choice
                  label={t`Вы`}
                  value={audience}
                  onChange={setAudience}
                  options={event.data.audience.map((value) => ({ value, label: label(audiences, value) }))}
                />
              )}
            </FeedbackForm>
          ) : (
            <p className={classes.note}>
              <Trans>Отзыв можно оставить с начала занятия и две недели после него.</Trans>
            </p>
          )}
        </>
      )}
    </Entrance>
  )
}

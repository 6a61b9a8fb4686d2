import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { send } from '@/shared/api/query'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { eventQuery, useEventChange } from './event'
import classes from './events.module.css'
import { type Answer, FeedbackForm } from './FeedbackForm'

const route = getRouteApi('/shell/events/$eventId/feedback')

export default function FeedbackPage() {
  const { t } = useLingui()
  const { eventId } = route.useParams()
  const event = useQuery(eventQuery(eventId))
  const give = useEventChange((answer: Answer) =>
    send('post', '/api/v1/events/{event_id}/feedback', { path: { event_id: eventId }, body: answer }),
  )
  return (
    <Loaded query={event} skeleton={<CardSkeleton />}>
      {(data) => (
        <Page
          title={t`Отзыв`}
          parent={
            <Link to="/events/$eventId" params={{ eventId }}>
              {data.title}
            </Link>
          }
        >
          {give.isSuccess || data.my_registration?.status === 'feedback_given' ? (
            <p className={classes.note} role="status">
              <Trans>Спасибо, отзыв принят.</Trans>
            </p>
          ) : data.allowed_actions.includes('give_feedback') ? (
            <FeedbackForm
              busy={give.isPending}
              error={give.error}
              onSubmit={(answer) => give.mutate(answer)}
            />
          ) : (
            <p className={classes.note}>
              <Trans>Отзыв оставляют те, чьё присутствие отмечено.</Trans>
            </p>
          )}
        </Page>
      )}
    </Loaded>
  )
}

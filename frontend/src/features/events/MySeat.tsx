import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { send } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { useEventChange } from './event'
import classes from './events.module.css'
import { seatStatuses, seatTones } from './words'

/** One's own place at the event: to take it, to leave it, to check in, to say what it was like. */
export function MySeat({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const mine = event.my_registration
  const may = (action: string) => event.allowed_actions.includes(action)
  const register = useEventChange(() =>
    send('post', '/api/v1/events/{event_id}/registrations', { path: { event_id: event.id }, body: {} }),
  )
  const leave = useEventChange((registration_id: string) =>
    send('post', '/api/v1/registrations/{registration_id}/transitions', {
      path: { registration_id },
      body: { event: 'cancel' },
    }),
  )
  const clashes = register.data?.clashes ?? []
  if (!mine && !may('register')) return null
  const full = event.capacity !== null && event.seats.taken >= event.capacity
  const ahead = event.status === 'published' || event.status === 'moved'
  return (
    <Section title={t`Моё участие`}>
      <div className={classes.bar} style={{ position: 'static', border: 0, padding: 0 }}>
        {mine ? (
          <State tone={seatTones[mine.status] ?? 'work'}>
            {label(seatStatuses, mine.status)}
            {mine.waiting_position !== null && <Trans>, перед вами {mine.waiting_position - 1}</Trans>}
          </State>
        ) : (
          <Button loading={register.isPending} onClick={() => register.mutate(undefined)}>
            {full ? <Trans>Встать в лист ожидания</Trans> : <Trans>Записаться</Trans>}
          </Button>
        )}
        {may('check_in') && (
          <ButtonLink to="/check-in/$eventId" params={{ eventId: event.id }}>
            <Trans>Отметиться</Trans>
          </ButtonLink>
        )}
        {may('give_feedback') && (
          <ButtonLink to="/events/$eventId/feedback" params={{ eventId: event.id }}>
            <Trans>Оставить отзыв</Trans>
          </ButtonLink>
        )}
        {mine && ahead && ['requested', 'confirmed', 'waitlisted'].includes(mine.status) && (
          <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate(mine.id)}>
            <Trans>Отменить запись</Trans>
          </Button>
        )}
      </div>
      {clashes.length > 0 && (
        <p className={classes.note} role="status">
          <Trans>В это же время у вас:</Trans>{' '}
          {clashes.map((clash) => `${clash.title}, ${format.moment(clash.starts_at)}`).join('; ')}
        </p>
      )}
      <ProblemNote error={register.error ?? leave.error} />
    </Section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { apiPages, downloadCsv, send } from '@/shared/api/query'
import type { EventDetail, EventSeat } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { LIVE, useEventChange } from './event'
import classes from './events.module.css'
import { seatStatuses, seatTones } from './words'

const BEFORE = ['requested', 'confirmed', 'waitlisted']

/** Who takes part, as far as the reader may see it: a school its own staff. */
export function Registered({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const seats = useInfiniteQuery({
    ...apiPages('/api/v1/events/{event_id}/registrations', {
      path: { event_id: event.id },
      query: { sort: 'number', limit: 50 },
    }),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE,
  })
  const total = seats.data?.pages[0]?.total ?? undefined
  return (
    <Section
      title={t`Участники`}
      count={total}
      actions={
        (total ?? 0) > 0 && (
          <CsvButton
            download={() =>
              downloadCsv(
                `/api/v1/events/${event.id}/registrations` as '/api/v1/events/{event_id}/registrations',
                t`участники`,
                {},
              )
            }
          />
        )
      }
    >
      <Loaded query={seats} skeleton={<RowsSkeleton rows={4} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          return rows.length === 0 ? (
            <p className={classes.detail}>
              <Trans>Пока никто не записан.</Trans>
            </p>
          ) : (
            <>
              <ul className={classes.rows}>
                {rows.map((row) => (
                  <SeatRow key={row.id} row={row} event={event} />
                ))}
              </ul>
              {seats.hasNextPage && (
                <Button variant="default" onClick={() => void seats.fetchNextPage()}>
                  <Trans>Показать ещё</Trans>
                </Button>
              )}
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}

function SeatRow({ row, event }: { row: EventSeat; event: EventDetail }) {
  const label = useLabel()
  const answer = useEventChange((step: 'approve' | 'cancel') =>
    send('post', '/api/v1/registrations/{registration_id}/transitions', {
      path: { registration_id: row.id },
      body: { event: step },
    }),
  )
  const ahead = event.status === 'published' || event.status === 'moved'
  const mayChange = event.allowed_actions.includes('register_many') && ahead
  return (
    <li>
      <span>
        {row.person.name}
        {row.school && <span className={classes.detail}>{row.school.name}</span>}
      </span>
      <State tone={seatTones[row.status] ?? 'work'}>{label(seatStatuses, row.status)}</State>
      {mayChange && BEFORE.includes(row.status) && (
        <span>
          {row.status === 'requested' && (
            <Button
              size="compact-sm"
              variant="subtle"
              loading={answer.isPending}
              onClick={() => answer.mutate('approve')}
            >
              <Trans>Согласовать</Trans>
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            loading={answer.isPending}
            onClick={() => answer.mutate('cancel')}
          >
            <Trans>Снять с записи</Trans>
          </Button>
        </span>
      )}
      <ProblemNote error={answer.error} />
    </li>
  )
}

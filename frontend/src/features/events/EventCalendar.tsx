import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '@/features/identity/session'
import { apiQuery } from '@/shared/api/query'
import type { EventRow } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { Empty } from '@/shared/ui/Empty'
import { Loaded } from '@/shared/ui/Loaded'
import { GridSkeleton } from '@/shared/ui/skeletons'
import { useIsPhone } from '@/shared/ui/useIsPhone'
import { monthGrid, shiftMonth } from './calendar'
import classes from './events.module.css'

interface EventCalendarProps {
  month: string | undefined
  filters: Record<string, string | undefined>
  onMonth: (month: string | undefined) => void
}

/** A month at a glance; on a phone the same days as a list, empty ones left out. */
export function EventCalendar({ month, filters, onMonth }: EventCalendarProps) {
  const { t } = useLingui()
  const format = useFormat()
  const { today } = useMe()
  const shown = month && /^\d{4}-\d{2}$/.test(month) ? month : today.slice(0, 7)
  const days = monthGrid(shown)
  const first = days[0]?.[0] ?? today
  const last = days.at(-1)?.at(-1) ?? today
  const events = useQuery({
    ...apiQuery('/api/v1/events', {
      query: { ...filters, from_day: first, to_day: last, limit: 100 } as object,
    }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className={classes.monthBar}>
        <Button
          variant="default"
          aria-label={t`Предыдущий месяц`}
          onClick={() => onMonth(shiftMonth(shown, -1))}
        >
          ‹
        </Button>
        <h2 aria-live="polite">{format.month(shown)}</h2>
        <Button
          variant="default"
          aria-label={t`Следующий месяц`}
          onClick={() => onMonth(shiftMonth(shown, 1))}
        >
          ›
        </Button>
        <Button variant="subtle" onClick={() => onMonth(undefined)}>
          <Trans>Сегодня</Trans>
        </Button>
      </div>
      <Loaded query={events} skeleton={<GridSkeleton />}>
        {({ items }) => <Month month={shown} weeks={days} events={items} />}
      </Loaded>
    </>
  )
}

function Month({ month, weeks, events }: { month: string; weeks: string[][]; events: EventRow[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const phone = useIsPhone()
  const { today } = useMe()
  const of = (day: string) => events.filter((event) => format.date(event.starts_at) === day)
  if (phone) {
    const busy = weeks.flat().filter((day) => day.startsWith(month) && of(day).length > 0)
    if (busy.length === 0) {
      return (
        <Empty>
          <Trans>В этом месяце мероприятий нет.</Trans>
        </Empty>
      )
    }
    return (
      <ul className={classes.agenda}>
        {busy.map((day) => (
          <li key={day}>
            <h3>{format.day(day)}</h3>
            <DayEvents events={of(day)} />
          </li>
        ))}
      </ul>
    )
  }
  const names = (weeks[0] ?? []).map((day) => format.weekday(day))
  return (
    <table className={classes.month} aria-label={t`Мероприятия месяца`}>
      <thead>
        <tr>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                data-outside={!day.startsWith(month) || undefined}
                aria-current={day === today ? 'date' : undefined}
              >
                <span className={classes.dayNumber}>{Number(day.slice(8))}</span>
                <DayEvents events={of(day)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DayEvents({ events }: { events: EventRow[] }) {
  const format = useFormat()
  if (events.length === 0) return null
  return (
    <ul className={classes.dayEvents}>
      {events.map((event) => (
        <li key={event.id} data-status={event.status}>
          <Link to="/events/$eventId" params={{ eventId: event.id }} title={event.title}>
            <span className="figures">{format.time(event.starts_at)}</span> {event.title}
          </Link>
        </li>
      ))}
    </ul>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Seats, takesSeats } from '@/features/events/Seats'
import { audiences, practices } from '@/features/events/words'
import type { Agenda, AgendaItem, AgendaSession, Day } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { State } from '@/shared/ui/State'
import { useIsPhone } from '@/shared/ui/useIsPhone'
import classes from './intensives.module.css'

interface BoardProps {
  day: Day
  agenda: Agenda
  onOpen: (item: AgendaItem) => void
}

interface Place {
  sessions: AgendaSession[]
  items: AgendaItem[]
}

/** Audience × time. Proposed sessions are dashed and open their dialog; on a phone the same in the order of time. */
export function Board({ day, agenda, onOpen }: BoardProps) {
  const { t } = useLingui()
  const label = useLabel()
  const phone = useIsPhone()
  const proposed = agenda.items.filter(({ state }) => state === 'proposed')
  const at = (slot: number | null, audience?: string): Place => ({
    sessions: agenda.sessions.filter(
      (one) => one.slot === slot && (!audience || one.audience.includes(audience as never)),
    ),
    items: proposed.filter((one) => one.slot === slot && (!audience || one.audience === audience)),
  })
  const outside = agenda.sessions.filter(({ slot }) => slot === null)
  if (phone) {
    return (
      <ul className={classes.list}>
        {agenda.slots.map((slot) => {
          const place = at(slot.number)
          if (place.sessions.length + place.items.length === 0) return null
          return (
            <li key={slot.number}>
              <h3 className="figures">
                {slot.starts}–{slot.ends}
              </h3>
              <Cards place={place} onOpen={onOpen} withAudience />
            </li>
          )
        })}
        {outside.length > 0 && (
          <li>
            <Cards place={{ sessions: outside, items: [] }} onOpen={onOpen} withAudience />
          </li>
        )}
      </ul>
    )
  }
  return (
    <div className={classes.scroll}>
      <table className={classes.board} aria-label={t`Программа Дня: время и аудитории`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Время</Trans>
            </th>
            {day.audiences.map((audience) => (
              <th key={audience} scope="col">
                {label(audiences, audience)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agenda.slots.map((slot) => (
            <tr key={slot.number}>
              <th scope="row" className="figures">
                {slot.starts}–{slot.ends}
              </th>
              {day.audiences.map((audience) => (
                <td key={audience}>
                  <Cards place={at(slot.number, audience)} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          ))}
          {outside.length > 0 && (
            <tr>
              <th scope="row">
                <Trans>в другое время</Trans>
              </th>
              {day.audiences.map((audience) => (
                <td key={audience}>
                  <Cards place={at(null, audience)} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}

interface CardsProps {
  place: Place
  onOpen: (item: AgendaItem) => void
  withAudience?: boolean
}

function Cards({ place, onOpen, withAudience }: CardsProps) {
  const label = useLabel()
  const format = useFormat()
  return (
    <>
      {place.sessions.map((one) => (
        <article key={one.id} className={classes.card}>
          <Link to="/events/$eventId" params={{ eventId: one.id }}>
            {one.title}
          </Link>
          {one.slot === null && <span className="figures">{format.moment(one.starts_at)}</span>}
          <span>
            {[
              withAudience && one.audience.map((audience) => label(audiences, audience)).join(', '),
              one.room,
              one.host_name ?? one.speakers[0],
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {one.status !== 'draft' && takesSeats(one.audience) && (
            <span>
              <Seats seats={one.seats} capacity={one.capacity} />
            </span>
          )}
        </article>
      ))}
      {place.items.map((item) => (
        <article key={item.id} className={classes.card} data-proposed>
          <State tone="waiting">
            {item.is_pinned ? <Trans>предложено, закреплено</Trans> : <Trans>предложено</Trans>}
          </State>
          <b>{item.type.title}</b>
          <span>
            {[
              withAudience && label(audiences, item.audience),
              label(practices, item.kind),
              item.room,
              item.host_name,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {item.allowed_actions.length > 0 && (
            <span className={classes.cardBar}>
              <Button size="compact-sm" variant="subtle" onClick={() => onOpen(item)}>
                <Trans>Почему и что сделать</Trans>
              </Button>
            </span>
          )}
        </article>
      ))}
    </>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Positions } from '@/features/people/Positions'
import { apiPages, send } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { FilterSearch, Filters } from '@/shared/ui/Filters'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { CardSkeleton, RowsSkeleton } from '@/shared/ui/skeletons'
import { eventQuery, LIVE, useEventChange } from './event'
import classes from './events.module.css'
import { Seats } from './Seats'
import { When } from './When'
import { seatStatuses, seatTones } from './words'

const route = getRouteApi('/shell/events/$eventId/register')

/** Staff for an event, many at once: the school its own, a methodologist anybody of the municipality. */
export default function RegisterStaffPage() {
  const { t } = useLingui()
  const { eventId } = route.useParams()
  const event = useQuery({ ...eventQuery(eventId), refetchInterval: LIVE })
  return (
    <Loaded query={event} skeleton={<CardSkeleton />}>
      {(data) => (
        <Page
          title={t`Запись сотрудников`}
          parent={
            <Link to="/events/$eventId" params={{ eventId }}>
              {data.title}
            </Link>
          }
          status={
            <>
              <When starts={data.starts_at} ends={data.ends_at} />
              <Seats seats={data.seats} capacity={data.capacity} />
            </>
          }
        >
          {data.allowed_actions.includes('register_many') ? (
            <Picking event={data} />
          ) : (
            <p className={classes.note}>
              <Trans>Запись на это мероприятие сейчас закрыта.</Trans>
            </p>
          )}
        </Page>
      )}
    </Loaded>
  )
}

function Picking({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const [picked, setPicked] = useState<string[]>([])
  const people = useInfiniteQuery({
    ...apiPages('/api/v1/people', { query: { q, limit: 50 } }),
    placeholderData: keepPreviousData,
  })
  const seats = useInfiniteQuery({
    ...apiPages('/api/v1/events/{event_id}/registrations', {
      path: { event_id: event.id },
      query: { sort: 'number', limit: 100 },
    }),
    refetchInterval: LIVE,
  })
  const taken = new Map(
    (seats.data?.pages.flatMap((page) => page.items) ?? [])
      .filter((row) => row.status !== 'cancelled' && row.status !== 'rejected')
      .map((row) => [row.person.id, row.status]),
  )
  const register = useEventChange(() =>
    send('post', '/api/v1/events/{event_id}/registrations/batch', {
      path: { event_id: event.id },
      body: { person_ids: picked },
    }),
  )
  const toggle = (id: string) =>
    setPicked(picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id])
  const free = event.capacity === null ? null : Math.max(0, event.capacity - event.seats.taken)
  return (
    <>
      {register.data && <Outcomes made={register.data} />}
      <Filters>
        <FilterSearch
          label={t`Найти сотрудника`}
          value={q}
          onChange={(next) => void navigate({ search: { q: next }, replace: true })}
        />
      </Filters>
      <Loaded query={people} skeleton={<RowsSkeleton rows={8} />}>
        {({ pages }) => (
          <ul className={`${classes.plain} ${classes.pick}`}>
            {pages
              .flatMap((page) => page.items)
              .map((person) => (
                <PersonChoice
                  key={person.id}
                  name={person.name}
                  detail={<Positions person={person} />}
                  status={taken.get(person.id)}
                  isPicked={picked.includes(person.id)}
                  onToggle={() => toggle(person.id)}
                />
              ))}
          </ul>
        )}
      </Loaded>
      {people.hasNextPage && (
        <Button variant="default" onClick={() => void people.fetchNextPage()}>
          <Trans>Показать ещё</Trans>
        </Button>
      )}
      <div className={classes.bar}>
        <Button
          disabled={picked.length === 0}
          loading={register.isPending}
          onClick={() => register.mutate(undefined, { onSuccess: () => setPicked([]) })}
        >
          <Plural
            value={picked.length}
            _0="Выберите сотрудников"
            one="Записать # человека"
            few="Записать # человек"
            many="Записать # человек"
            other="Записать # человека"
          />
        </Button>
        {free !== null && picked.length > free && (
          <span role="status">
            <Trans>Свободных мест {free}: остальные встанут в лист ожидания.</Trans>
          </span>
        )}
        <ProblemNote error={register.error} />
      </div>
    </>
  )
}

interface PersonChoiceProps {
  name: string
  detail: React.ReactNode
  status: string | undefined
  isPicked: boolean
  onToggle: () => void
}

function PersonChoice({ name, detail, status, isPicked, onToggle }: PersonChoiceProps) {
  const label = useLabel()
  return (
    <li>
      <Checkbox
        label={name}
        description={
          status ? <State tone={seatTones[status] ?? 'work'}>{label(seatStatuses, status)}</State> : detail
        }
        checked={isPicked || status !== undefined}
        disabled={status !== undefined}
        onChange={onToggle}
      />
    </li>
  )
}

type Made = Awaited<ReturnType<typeof send<'post', '/api/v1/events/{event_id}/registrations/batch'>>>

/** What became of each person of the list. */
function Outcomes({ made }: { made: Made }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  return (
    <Section title={t`Итог записи`}>
      <ul className={classes.rows} role="status">
        {made.items.map((item) => (
          <li key={item.person_id}>
            <span>
              {item.name}
              {item.clashes.length > 0 && (
                <span className={classes.detail}>
                  <Trans>В это же время:</Trans>{' '}
                  {item.clashes
                    .map((clash) => `${clash.title}, ${format.moment(clash.starts_at)}`)
                    .join('; ')}
                </span>
              )}
              {item.reason && <span className={classes.detail}>{item.reason}</span>}
            </span>
            {item.outcome === 'refused' ? (
              <State tone="attention">
                <Trans>не записан</Trans>
              </State>
            ) : (
              item.status && (
                <State tone={seatTones[item.status] ?? 'work'}>
                  {label(seatStatuses, item.status)}
                  {item.status === 'waitlisted' && <Trans>, № {item.number}</Trans>}
                </State>
              )
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

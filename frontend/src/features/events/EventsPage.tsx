import { Trans, useLingui } from '@lingui/react/macro'
import { Button, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan, useMe } from '@/features/identity/session'
import { useMunicipalityOptions } from '@/features/territory/useMunicipalities'
import { apiPages, downloadCsv } from '@/shared/api/query'
import type { EventRow } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import { CalendarFeeds } from './CalendarFeeds'
import { EventCalendar } from './EventCalendar'
import { Seats, takesSeats } from './Seats'
import { When } from './When'
import { audiences, eventStatuses, eventTones, practices, seatStatuses, seatTones } from './words'

const route = getRouteApi('/shell/events')

export const EventLink = ({ event }: { event: EventRow }) => (
  <Link to="/events/$eventId" params={{ eventId: event.id }} {...rowLink}>
    {event.title}
  </Link>
)

export default function EventsPage() {
  const { t } = useLingui()
  const can = useCan()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true })
  const { view, month, ...filters } = search
  const [subscribing, setSubscribing] = useState(false)
  const query = { ...filters, ahead: search.status || search.mine ? undefined : 'true' } as object
  return (
    <Page
      wide
      title={t`Мероприятия`}
      actions={
        <>
          {can('events.manage') && (
            <ButtonLink to="/events/new">
              <Trans>Создать мероприятие</Trans>
            </ButtonLink>
          )}
          {can('calendar.subscribe') && (
            <Button variant="default" onClick={() => setSubscribing(true)}>
              <Trans>Подписаться</Trans>
            </Button>
          )}
          <CsvButton download={() => downloadCsv('/api/v1/events', t`мероприятия`, query)} />
        </>
      }
    >
      {subscribing && <CalendarFeeds onClose={() => setSubscribing(false)} />}
      <SegmentedControl
        aria-label={t`Вид`}
        value={view ?? 'list'}
        onChange={(next) => set({ view: next === 'list' ? undefined : next })}
        data={[
          { value: 'list', label: t`Список` },
          { value: 'calendar', label: t`Календарь` },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <EventFilters search={search} onChange={set} />
      {view === 'calendar' ? (
        <EventCalendar month={month} filters={filters} onMonth={(next) => set({ month: next })} />
      ) : (
        <EventList query={query} />
      )}
    </Page>
  )
}

function EventFilters({
  search,
  onChange,
}: {
  search: Record<string, string | undefined>
  onChange: (change: Record<string, string | undefined>) => void
}) {
  const { t } = useLingui()
  const label = useLabel()
  const { assignment, person } = useMe()
  const municipalities = useMunicipalityOptions()
  const options = (labels: Parameters<typeof label>[0]) =>
    Object.keys(labels).map((value) => ({ value, label: label(labels, value) }))
  const { view, month, ...filters } = search
  const nothing = Object.fromEntries(Object.keys(filters).map((key) => [key, undefined]))
  const filtered = Object.values(filters).some(Boolean)
  return (
    <Filters foldable onClear={filtered ? () => onChange(nothing) : undefined}>
      {person && (
        <FilterChoice
          label={t`Чьи`}
          value={search.mine}
          options={[{ value: 'true', label: t`где я участвую или веду` }]}
          onChange={(mine) => onChange({ mine })}
        />
      )}
      <FilterChoice
        label={t`Форма`}
        value={search.kind}
        options={options(practices)}
        onChange={(kind) => onChange({ kind })}
      />
      <FilterChoice
        label={t`Для кого`}
        value={search.audience}
        options={options(audiences)}
        onChange={(audience) => onChange({ audience })}
      />
      <FilterChoice
        label={t`Состояние`}
        value={search.status}
        emptyLabel={t`предстоящие`}
        options={options(eventStatuses)}
        onChange={(status) => onChange({ status })}
      />
      {!assignment.municipality_id && (
        <FilterChoice
          label={t`Муниципалитет`}
          value={search.municipality_id}
          options={municipalities}
          onChange={(municipality_id) => onChange({ municipality_id })}
        />
      )}
    </Filters>
  )
}

function EventList({ query }: { query: object }) {
  const { t } = useLingui()
  const label = useLabel()
  const events = useInfiniteQuery({
    ...apiPages('/api/v1/events', { query }),
    placeholderData: keepPreviousData,
  })
  return (
    <PagedList
      query={events}
      caption={t`Мероприятия`}
      rowKey={(row) => row.id}
      title={{ header: t`Мероприятие`, cell: (row) => <EventLink event={row} /> }}
      columns={[
        {
          key: 'when',
          header: t`Когда`,
          onCard: true,
          cell: (row) => <When starts={row.starts_at} ends={row.ends_at} />,
        },
        { key: 'kind', header: t`Форма`, cell: (row) => label(practices, row.kind) },
        {
          key: 'audience',
          header: t`Для кого`,
          onCard: true,
          cell: (row) => row.audience.map((one) => label(audiences, one)).join(', '),
        },
        { key: 'host', header: t`Проводит`, cell: (row) => row.host_name ?? row.organizer_name },
        {
          key: 'seats',
          header: t`Места`,
          onCard: true,
          cell: (row) =>
            takesSeats(row.audience) ? <Seats seats={row.seats} capacity={row.capacity} /> : null,
        },
        {
          key: 'status',
          header: t`Состояние`,
          onCard: true,
          cell: (row) =>
            row.my_status ? (
              <State tone={seatTones[row.my_status] ?? 'work'}>{label(seatStatuses, row.my_status)}</State>
            ) : (
              <State tone={eventTones[row.status] ?? 'work'}>{label(eventStatuses, row.status)}</State>
            ),
        },
      ]}
      empty={
        <Empty>
          <Trans>Под этот отбор мероприятий нет. Выберите другое состояние или сбросьте отбор.</Trans>
        </Empty>
      }
    />
  )
}

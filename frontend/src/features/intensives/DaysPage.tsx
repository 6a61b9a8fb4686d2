import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useProgramChoice } from '@/features/deficits/useProgramChoice'
import { audiences } from '@/features/events/words'
import { useCan, useMe } from '@/features/identity/session'
import { useMunicipalityOptions } from '@/features/territory/useMunicipalities'
import { apiPages, apiQuery, downloadCsv } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, Filters } from '@/shared/ui/Filters'
import { PagedList, rowLink } from '@/shared/ui/List'
import { Page } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import classes from './intensives.module.css'
import { NewDayDialog } from './NewDayDialog'
import { dayStatuses, dayTones } from './words'

const route = getRouteApi('/shell/intensives')

/** The Days of a programme month by month, and the months that went by without one. */
export default function DaysPage() {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const format = useFormat()
  const { assignment } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const municipalities = useMunicipalityOptions()
  const [creating, setCreating] = useState(false)
  const days = useInfiniteQuery({
    ...apiPages('/api/v1/intensives-days', { query: search as object }),
    placeholderData: keepPreviousData,
  })
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true })
  const filtered = Object.values(search).some(Boolean)
  return (
    <Page
      wide
      title={t`Дни образовательных интенсивов`}
      story={t`Единый методический день: раз в месяц школы вместе восполняют общие дефициты.`}
      actions={
        <>
          {can('intensives.manage') && (
            <Button onClick={() => setCreating(true)}>
              <Trans>Создать День</Trans>
            </Button>
          )}
          <CsvButton download={() => downloadCsv('/api/v1/intensives-days', t`дни-интенсивов`, search)} />
        </>
      }
    >
      <MissedMonths />
      <Filters onClear={filtered ? () => void navigate({ search: {}, replace: true }) : undefined}>
        <FilterChoice
          label={t`Состояние`}
          value={search.status}
          options={Object.keys(dayStatuses).map((value) => ({ value, label: label(dayStatuses, value) }))}
          onChange={(status) => set({ status })}
        />
        {!assignment.municipality_id && (
          <FilterChoice
            label={t`Муниципалитет`}
            value={search.municipality_id}
            options={municipalities}
            onChange={(municipality_id) => set({ municipality_id })}
          />
        )}
      </Filters>
      <PagedList
        query={days}
        caption={t`Дни образовательных интенсивов`}
        rowKey={(row) => row.id}
        title={{
          header: t`Месяц`,
          cell: (row) => (
            <Link
              to="/intensives/$dayId"
              params={{ dayId: row.id }}
              {...rowLink}
              className={`${rowLink.className} ${classes.month}`}
            >
              {format.month(row.month)}
            </Link>
          ),
        }}
        columns={[
          {
            key: 'date',
            header: t`Дата`,
            onCard: true,
            cell: (row) => row.held_on && <span className={classes.once}>{format.day(row.held_on)}</span>,
          },
          { key: 'theme', header: t`Тема`, onCard: true, cell: (row) => row.theme },
          {
            key: 'audiences',
            header: t`Для кого`,
            cell: (row) => row.audiences.map((one) => label(audiences, one)).join(', '),
          },
          {
            key: 'sessions',
            header: t`Занятия`,
            numeric: true,
            cell: (row) => row.sessions,
          },
          {
            key: 'status',
            header: t`Состояние`,
            onCard: true,
            cell: (row) => (
              <State tone={dayTones[row.status] ?? 'work'}>{label(dayStatuses, row.status)}</State>
            ),
          },
        ]}
        empty={
          <Empty>
            {filtered ? (
              <Trans>Под этот отбор Дней нет. Сбросьте его.</Trans>
            ) : (
              <Trans>
                Дней пока нет. Методист создаёт День, когда в программе есть дефицит, признанный общим.
              </Trans>
            )}
          </Empty>
        }
      />
      {creating && <NewDayDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}

/** 3.11: the Day is monthly; what was missed is shown and not hidden. */
function MissedMonths() {
  const format = useFormat()
  const { assignment } = useMe()
  const { program } = useProgramChoice(undefined)
  const missed = useQuery({
    ...apiQuery('/api/v1/programs/{program_id}/missed-months', { path: { program_id: program?.id ?? '' } }),
    enabled: program !== undefined && assignment.municipality_id !== null,
  })
  const months = missed.data?.months ?? []
  if (months.length === 0) return null
  return (
    <div className={classes.missed} role="note">
      <State tone={missed.data?.warning ? 'attention' : 'waiting'}>
        <Plural
          value={months.length}
          one="# месяц без Дня"
          few="# месяца без Дня"
          many="# месяцев без Дня"
          other="# месяца без Дня"
        />
      </State>
      <span>{months.map((month) => format.month(month)).join(', ')}.</span>
      {missed.data?.warning && <span>{missed.data.warning}</span>}
    </div>
  )
}

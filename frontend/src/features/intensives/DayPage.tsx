import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Papers } from '@/features/documents/Papers'
import { audiences, modes } from '@/features/events/words'
import { useCan, useMe } from '@/features/identity/session'
import type { Day } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { AgendaSection } from './AgendaSection'
import { DayActions } from './DayActions'
import { dayQuery, LIVE } from './day'
import { EditDayDialog } from './EditDayDialog'
import classes from './intensives.module.css'
import { Missed } from './Missed'
import { Protocol } from './Protocol'
import { dayStatuses, dayTones } from './words'

const route = getRouteApi('/shell/intensives/$dayId')

export default function DayPage() {
  const { dayId } = route.useParams()
  const day = useQuery({ ...dayQuery(dayId), refetchInterval: LIVE })
  return (
    <Loaded query={day} skeleton={<CardSkeleton />}>
      {(data) => <DayCard key={data.id} day={data} />}
    </Loaded>
  )
}

function DayCard({ day }: { day: Day }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const can = useCan()
  const date = day.held_on ? format.day(day.held_on) : format.month(day.month)
  const over = ['held', 'reported', 'closed'].includes(day.status)
  return (
    <Page
      wide
      title={t`День образовательных интенсивов, ${date}`}
      parent={
        <Link to="/intensives">
          <Trans>Дни образовательных интенсивов</Trans>
        </Link>
      }
      status={
        <>
          <State tone={dayTones[day.status] ?? 'work'}>{label(dayStatuses, day.status)}</State>
          {day.moved_from && (
            <span className={classes.detail}>
              <Trans>перенесён с {format.day(day.moved_from)}</Trans>
            </span>
          )}
        </>
      }
      story={day.status_note ?? day.theme ?? undefined}
      actions={<DayActions day={day} />}
    >
      <WhatIsMissing day={day} />
      <Themes day={day} />
      <AgendaSection day={day} />
      {over && day.allowed_actions.includes('see_missed') && <Missed day={day} />}
      {over && <Protocol day={day} />}
      {can('documents.read') && day.status !== 'draft' && <Papers dayId={day.id} over={over} />}
      <DayFacts day={day} />
    </Page>
  )
}

/** The step that would come next and what stands in its way, for whose step it is. */
function WhatIsMissing({ day }: { day: Day }) {
  const { assignment } = useMe()
  const next = day.transitions.find(
    ({ event, allowed, reason }) =>
      !allowed &&
      reason &&
      event === { draft: 'build', program_built: 'publish', held: 'report' }[day.status as 'draft'],
  )
  if (!next || !assignment.municipality_id) return null
  return (
    <p className={classes.note} role="note">
      <Trans>Что осталось сделать: {next.reason}</Trans>
    </p>
  )
}

function Themes({ day }: { day: Day }) {
  const { t } = useLingui()
  return (
    <Section title={t`Общие дефициты Дня`} count={day.themes.length}>
      {day.themes.length === 0 ? (
        <p className={classes.detail}>
          <Trans>
            Общих дефицитов нет. <Link to="/deficits/decisions">Решите, какие дефициты общие</Link>, и
            добавьте их Дню.
          </Trans>
        </p>
      ) : (
        <ul className={classes.rows}>
          {day.themes.map((theme) => (
            <li key={theme.type.id}>
              <Link to="/deficits" search={{ program_id: day.program_id, type_id: theme.type.id }}>
                {theme.type.title}
              </Link>
              <span className="figures">
                <Trans>
                  у {theme.holders} из {theme.participants} школ
                </Trans>
              </span>
              {!theme.is_common && (
                <State tone="attention">
                  <Trans>решение пересмотрено: уже не общий</Trans>
                </State>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function DayFacts({ day }: { day: Day }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const facts: [string, React.ReactNode][] = [
    [t`Тема`, day.theme ?? t`не указано`],
    [t`Для кого`, day.audiences.map((one) => label(audiences, one)).join(', ')],
    [t`Как проходит`, label(modes, day.mode)],
    [t`Место`, day.place ?? t`не указано`],
    [t`Организатор`, day.organizer_name],
    [
      t`Помещения`,
      day.rooms.map(({ name, seats }) => (seats === null ? name : `${name} (${seats})`)).join(', ') ||
        t`не указано`,
    ],
    [t`Время занятий`, day.slots.map(({ starts, ends }) => `${starts}–${ends}`).join(', ') || t`не указано`],
  ]
  if (day.link) {
    facts.push([
      t`Ссылка`,
      <a key="link" href={day.link} rel="noreferrer" target="_blank">
        {day.link}
      </a>,
    ])
  }
  if (day.registration_closes_on) facts.push([t`Регистрация до`, format.day(day.registration_closes_on)])
  return (
    <Section
      title={t`Как устроен День`}
      actions={
        day.allowed_actions.includes('plan') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            <Trans>Изменить</Trans>
          </Button>
        )
      }
    >
      <Facts items={facts} />
      {editing && <EditDayDialog day={day} onClose={() => setEditing(false)} />}
    </Section>
  )
}

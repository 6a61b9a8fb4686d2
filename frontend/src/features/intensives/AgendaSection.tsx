import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { audiences } from '@/features/events/words'
import { send } from '@/shared/api/query'
import type { Agenda, AgendaItem, Day } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { Empty } from '@/shared/ui/Empty'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { GridSkeleton } from '@/shared/ui/skeletons'
import { AddSessionDialog } from './AddSessionDialog'
import { Board } from './Board'
import { agendaQuery, LIVE, useDayChange } from './day'
import { ItemDialog } from './ItemDialog'
import classes from './intensives.module.css'

/** The programme of the Day: what is accepted, what is proposed and why, what stands in the way. */
export function AgendaSection({ day }: { day: Day }) {
  const { t } = useLingui()
  const agenda = useQuery({ ...agendaQuery(day.id), refetchInterval: LIVE })
  const propose = useDayChange(() =>
    send('post', '/api/v1/intensives-days/{day_id}/agenda/proposals', { path: { day_id: day.id } }),
  )
  const accept = useDayChange(() =>
    send('post', '/api/v1/intensives-days/{day_id}/agenda/accept', { path: { day_id: day.id } }),
  )
  const [adding, setAdding] = useState(false)
  const plans = agenda.data?.allowed_actions.includes('propose')
  const proposed = agenda.data?.items.filter(({ state }) => state === 'proposed') ?? []
  return (
    <Section
      title={t`Программа Дня`}
      actions={
        plans && (
          <span className={classes.bar}>
            {proposed.length > 0 && (
              <Button
                variant="default"
                size="xs"
                loading={accept.isPending}
                onClick={() => accept.mutate(undefined)}
              >
                <Trans>Принять все предложенные</Trans>
              </Button>
            )}
            {agenda.data?.allowed_actions.includes('add_session') && day.held_on && day.slots.length > 0 && (
              <Button variant="default" size="xs" onClick={() => setAdding(true)}>
                <Trans>Добавить занятие</Trans>
              </Button>
            )}
            <Button size="xs" loading={propose.isPending} onClick={() => propose.mutate(undefined)}>
              {agenda.data?.proposal ? (
                <Trans>Предложить остальное заново</Trans>
              ) : (
                <Trans>Предложить программу</Trans>
              )}
            </Button>
          </span>
        )
      }
    >
      {adding && <AddSessionDialog day={day} onClose={() => setAdding(false)} />}
      <ProblemNote error={propose.error ?? accept.error} />
      <Loaded query={agenda} skeleton={<GridSkeleton />}>
        {(data) => <AgendaView day={day} agenda={data} />}
      </Loaded>
    </Section>
  )
}

function AgendaView({ day, agenda }: { day: Day; agenda: Agenda }) {
  const [opened, setOpened] = useState<string | null>(null)
  const item = agenda.items.find(({ id }) => id === opened)
  const dropped = agenda.items.filter(({ state }) => state === 'dropped')
  const empty = agenda.sessions.length === 0 && agenda.items.every(({ state }) => state !== 'proposed')
  return (
    <>
      <ProposalNote agenda={agenda} />
      {empty ? (
        <Empty>
          {agenda.allowed_actions.includes('propose') ? (
            <Trans>
              Занятий пока нет. Нажмите «Предложить программу»: Опора расставит занятия по общим дефицитам,
              без пересечений людей и помещений, и скажет почему.
            </Trans>
          ) : (
            <Trans>Занятий нет.</Trans>
          )}
        </Empty>
      ) : (
        <Board day={day} agenda={agenda} onOpen={(one) => setOpened(one.id)} />
      )}
      {dropped.length > 0 && <Dropped day={day} items={dropped} />}
      {item && <ItemDialog day={day} item={item} onClose={() => setOpened(null)} />}
    </>
  )
}

function ProposalNote({ agenda }: { agenda: Agenda }) {
  const format = useFormat()
  const { proposal } = agenda
  if (!proposal || !agenda.allowed_actions.includes('propose')) return null
  if (proposal.status === 'blocked') {
    return (
      <div className={classes.blocked} role="alert">
        <p>
          <Trans>Такую программу составить нельзя: эти условия противоречат друг другу.</Trans>
        </p>
        <ul>
          {proposal.conflicts.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        {proposal.advice && <p>{proposal.advice}</p>}
      </div>
    )
  }
  return (
    <p className={classes.detail} role="status">
      {proposal.status === 'optimal' ? (
        <Trans>Предложение № {proposal.number}: лучше расставить нельзя.</Trans>
      ) : (
        <Trans>
          Предложение № {proposal.number}: до лучшего возможного не больше {format.number(proposal.gap)} %.
        </Trans>
      )}
    </p>
  )
}

function Dropped({ day, items }: { day: Day; items: AgendaItem[] }) {
  const { t } = useLingui()
  const label = useLabel()
  const restore = useDayChange((item_id: string) =>
    send('post', '/api/v1/intensives-days/{day_id}/agenda/items/{item_id}/transitions', {
      path: { day_id: day.id, item_id },
      body: { event: 'restore' },
    }),
  )
  return (
    <details>
      <summary>{t`Снятые темы: ${items.length}`}</summary>
      <ul className={classes.rows}>
        {items.map((item) => (
          <li key={item.id}>
            <span>
              {item.type.title}
              <span className={classes.detail}>{label(audiences, item.audience)}</span>
            </span>
            <State tone="stopped">
              <Trans>не предлагать</Trans>
            </State>
            <Button size="compact-sm" variant="subtle" onClick={() => restore.mutate(item.id)}>
              <Trans>Вернуть</Trans>
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote error={restore.error} />
    </details>
  )
}

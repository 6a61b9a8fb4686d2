import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/features/identity/session'
import { apiQuery } from '@/shared/api/query'
import type { Home } from '@/shared/api/types'
import { ButtonLink } from '@/shared/ui/buttons'
import { Empty } from '@/shared/ui/Empty'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { HomeDays, MissedSessions } from './HomeDays'
import { Totals } from './Totals'
import { WaitingGroup } from './WaitingGroup'

type Group = Home['waiting'][number]

export default function HomePage() {
  const { t } = useLingui()
  const home = useQuery(apiQuery('/api/v1/home'))
  const steps = home.data?.steps ?? 0
  return (
    <Page
      title={t`Обзор`}
      story={
        home.data &&
        (steps > 0 ? (
          <Plural
            value={steps}
            one="Вашего шага ждёт # дефицит."
            few="Вашего шага ждут # дефицита."
            many="Вашего шага ждут # дефицитов."
            other="Вашего шага ждут # дефицита."
          />
        ) : (
          <Trans>Вашего шага сейчас ничто не ждёт.</Trans>
        ))
      }
    >
      <Loaded query={home} skeleton={<RowsSkeleton rows={8} />}>
        {(data) => <Waiting home={data} />}
      </Loaded>
    </Page>
  )
}

function Waiting({ home }: { home: Home }) {
  const { t } = useLingui()
  const can = useCan()
  const filled = home.waiting.filter((group) => group.count > 0)
  const mine = filled.filter((group) => group.mine)
  const others = filled.filter((group) => !group.mine)
  const alone = (group: Group) => filled.every((other) => other === group || other.kind !== group.kind)
  return (
    <>
      {mine.length > 0 && (
        <Section title={t`Ваш ход`}>
          {mine.map((group) => (
            <WaitingGroup key={group.kind} group={group} alone={alone(group)} />
          ))}
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t`Ход других`}>
          {others.map((group) => (
            <WaitingGroup key={group.kind} group={group} alone={alone(group)} />
          ))}
        </Section>
      )}
      <HomeDays days={home.days} />
      <MissedSessions missed={home.missed} />
      {filled.length === 0 && can('deficits.read') && (
        <Empty
          action={
            <ButtonLink to="/deficits" variant="default">
              <Trans>Посмотреть дефициты</Trans>
            </ButtonLink>
          }
        >
          <Trans>
            Ничто не застряло: у каждого открытого дефицита есть следующий шаг, и срок его не прошёл.
          </Trans>
        </Empty>
      )}
      {can('deficits.read') ? (
        <Totals totals={home.totals} stages={home.stages} />
      ) : (
        <Empty
          action={
            <ButtonLink to={can('accounts.read') ? '/accounts' : '/programs'} variant="default">
              {can('accounts.read') ? <Trans>Открыть доступ</Trans> : <Trans>Открыть программы</Trans>}
            </ButtonLink>
          }
        >
          <Trans>Дефициты школ в вашей роли не показываются. Доступные разделы — в меню.</Trans>
        </Empty>
      )}
    </>
  )
}

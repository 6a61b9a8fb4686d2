import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { send } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'
import { ButtonLink } from '@/shared/ui/buttons'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { eventQuery, useEventChange } from './event'
import classes from './events.module.css'
import { When } from './When'

const Scanner = lazy(() => import('./Scanner'))
const route = getRouteApi('/shell/check-in/$eventId')

/** A participant's own mark of presence: the camera, or six digits from the screen of the session. */
export default function CheckInPage() {
  const { t } = useLingui()
  const { eventId } = route.useParams()
  const event = useQuery(eventQuery(eventId))
  return (
    <Loaded query={event} skeleton={<CardSkeleton />}>
      {(data) => (
        <Page
          title={t`Отметиться`}
          parent={
            <Link to="/events/$eventId" params={{ eventId }}>
              {data.title}
            </Link>
          }
          status={<When starts={data.starts_at} ends={data.ends_at} />}
        >
          <CheckIn event={data} />
        </Page>
      )}
    </Loaded>
  )
}

const present = (event: EventDetail) =>
  event.my_registration?.status === 'attended' || event.my_registration?.status === 'feedback_given'

function CheckIn({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const search = route.useSearch()
  const [code, setCode] = useState(search.code ?? '')
  const [scanning, setScanning] = useState(false)
  const check = useEventChange((digits: string) =>
    send('post', '/api/v1/events/{event_id}/check-in', {
      path: { event_id: event.id },
      body: { code: digits },
    }),
  )
  if (check.isSuccess || present(event)) {
    return (
      <Stack gap="md" align="flex-start">
        <State tone="done">
          <Trans>Ваше присутствие отмечено</Trans>
        </State>
        <ButtonLink to="/events/$eventId/feedback" params={{ eventId: event.id }} variant="default">
          <Trans>Оставить отзыв</Trans>
        </ButtonLink>
      </Stack>
    )
  }
  const ready = /^\d{6}$/.test(code)
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault()
        if (ready) check.mutate(code)
      }}
    >
      <Stack gap="md" maw={360}>
        <p>
          <Trans>Код — шесть цифр на экране занятия. Он меняется каждые полминуты.</Trans>
        </p>
        <TextInput
          label={t`Код с экрана`}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          size="lg"
          value={code}
          onChange={(typed) => setCode(typed.currentTarget.value.replace(/\D/g, ''))}
        />
        <ProblemNote error={check.error} />
        <Button type="submit" size="md" disabled={!ready} loading={check.isPending}>
          <Trans>Отметиться</Trans>
        </Button>
        {scanning ? (
          <Suspense>
            <Scanner
              onCode={(digits) => {
                setScanning(false)
                setCode(digits)
                check.mutate(digits)
              }}
            />
          </Suspense>
        ) : (
          <Button variant="default" size="md" onClick={() => setScanning(true)}>
            <Trans>Навести камеру на QR-код</Trans>
          </Button>
        )}
        <p className={classes.detail}>
          <Trans>Не получается? Подойдите к ведущему: он отметит вас в списке.</Trans>
        </p>
      </Stack>
    </form>
  )
}

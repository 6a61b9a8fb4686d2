import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { apiQuery } from '@/shared/api/query'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import classes from './events.module.css'
import { Qr } from './Qr'

/** The rotating code for the screen of the session; it renews itself when its time is over. */
export function CodeScreen({ eventId }: { eventId: string }) {
  const { t } = useLingui()
  const code = useQuery({
    ...apiQuery('/api/v1/events/{event_id}/code', { path: { event_id: eventId } }),
    gcTime: 0,
    staleTime: 0,
    refetchInterval: (query) => Math.max(1, query.state.data?.seconds ?? 5) * 1000,
    refetchIntervalInBackground: true,
  })
  return (
    <Section title={t`Код на экран`}>
      <Loaded query={code}>
        {(data) => (
          <div className={classes.code}>
            <div className={classes.qr}>
              <Qr text={data.url} label={t`QR-код для отметки о присутствии`} />
            </div>
            <p className={classes.digits}>{data.digits}</p>
            <Remaining key={data.digits} seconds={data.seconds} />
          </div>
        )}
      </Loaded>
    </Section>
  )
}

function Remaining({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className={classes.detail}>
      <Trans>Участник наводит камеру или вводит цифры.</Trans>{' '}
      <Plural
        value={left}
        one="Код сменится через # секунду."
        few="Код сменится через # секунды."
        many="Код сменится через # секунд."
        other="Код сменится через # секунды."
      />
    </p>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { apiQuery } from '@/shared/api/query'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import classes from './events.module.css'
import { Qr } from './Qr'

/** The link by which guests without an account say what it was like. */
export function GuestLink({ eventId }: { eventId: string }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const link = useQuery({
    ...apiQuery('/api/v1/events/{event_id}/feedback-link', { path: { event_id: eventId } }),
    enabled: opened,
  })
  return (
    <Section
      title={t`Отзывы гостей`}
      actions={
        !opened && (
          <Button size="compact-sm" variant="subtle" onClick={() => setOpened(true)}>
            <Trans>Показать ссылку и QR-код</Trans>
          </Button>
        )
      }
    >
      {opened && (
        <Loaded query={link}>
          {(data) => (
            <div className={classes.code}>
              <div className={classes.qr}>
                <Qr text={data.url} label={t`QR-код для отзыва`} />
              </div>
              <a href={data.url}>{t`Страница отзыва`}</a>
            </div>
          )}
        </Loaded>
      )}
    </Section>
  )
}

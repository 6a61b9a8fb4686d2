import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/features/identity/session'
import { apiQuery, send } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { Choice } from '@/shared/ui/Choice'
import { CopyAddress } from '@/shared/ui/CopyAddress'
import { Dialog } from '@/shared/ui/Dialog'
import { Loaded } from '@/shared/ui/Loaded'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './events.module.css'

const feeds = apiQuery('/api/v1/calendar-feeds')
type Selection = 'own' | 'all'

/** Subscriptions of one's own calendar program: the address is a key, so it is on screen once. */
export function CalendarFeeds({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { person } = useMe()
  const client = useQueryClient()
  const [selection, setSelection] = useState<Selection>(person ? 'own' : 'all')
  const make = useMutation({
    mutationFn: () => send('post', '/api/v1/calendar-feeds', { body: { selection } }),
    onSuccess: () => client.invalidateQueries({ queryKey: feeds.queryKey }),
  })
  return (
    <Dialog title={t`Подписка на календарь`} onClose={onClose}>
      <Stack gap="md">
        <p className={classes.text}>
          <Trans>
            Календарь телефона или компьютера сам покажет мероприятия, их переносы и отмены. Откройте в нём
            подписку по ссылке и вставьте адрес.
          </Trans>
        </p>
        {make.data ? (
          <Address url={make.data.url} />
        ) : (
          <>
            {person && (
              <Choice
                label={t`Что показывать`}
                value={selection}
                onChange={(value) => setSelection(value as Selection)}
                options={[
                  { value: 'own', label: t`Где я участвую или веду` },
                  { value: 'all', label: t`Все мероприятия, которые мне видны` },
                ]}
              />
            )}
            <ProblemNote error={make.error} />
            <Button
              loading={make.isPending}
              onClick={() => make.mutate()}
              style={{ alignSelf: 'flex-start' }}
            >
              <Trans>Получить адрес</Trans>
            </Button>
          </>
        )}
        <Existing onEnd={make.reset} />
      </Stack>
    </Dialog>
  )
}

function Address({ url }: { url: string }) {
  return (
    <div className={classes.feed} role="status">
      <p>
        <Trans>
          Адрес показан один раз. Кто его знает, видит ваш календарь: не пересылайте его, а если он попал к
          чужим — отмените подписку.
        </Trans>
      </p>
      <CopyAddress address={url} />
      <a href={url.replace(/^https:/, 'webcals:').replace(/^http:/, 'webcal:')}>
        <Trans>Открыть в календаре</Trans>
      </a>
    </div>
  )
}

function Existing({ onEnd }: { onEnd: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const list = useQuery(feeds)
  const end = useMutation({
    mutationFn: (feed_id: string) =>
      send('delete', '/api/v1/calendar-feeds/{feed_id}', { path: { feed_id } }),
    onSuccess: () => {
      onEnd()
      return client.invalidateQueries({ queryKey: feeds.queryKey })
    },
  })
  return (
    <Loaded query={list} skeleton={null}>
      {({ items }) =>
        items.length > 0 && (
          <section aria-label={t`Действующие подписки`}>
            <h3 className={classes.feedTitle}>
              <Trans>Действующие подписки</Trans>
            </h3>
            <ProblemNote error={end.error} />
            <ul className={classes.feeds}>
              {items.map(({ id, selection, created_at }) => (
                <li key={id}>
                  <span>
                    {selection === 'own' ? t`Мои мероприятия` : t`Все мероприятия`}{' '}
                    <Trans>с {format.moment(created_at)}</Trans>
                  </span>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    loading={end.isPending && end.variables === id}
                    onClick={() => end.mutate(id)}
                  >
                    <Trans>Отменить</Trans>
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )
      }
    </Loaded>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiQuery, send } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import classes from '../identity.module.css'
import { browserName } from './browserName'

export function Sessions() {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const sessions = useQuery(apiQuery('/api/v1/me/sessions'))
  const reload = () => client.invalidateQueries({ queryKey: apiQuery('/api/v1/me/sessions').queryKey })
  const end = useMutation({
    mutationFn: (session_id: string) =>
      send('delete', '/api/v1/me/sessions/{session_id}', { path: { session_id } }),
    onSuccess: reload,
  })
  const endOthers = useMutation({
    mutationFn: () => send('post', '/api/v1/me/sessions/end-others'),
    onSuccess: reload,
  })
  const others = sessions.data?.items.filter((item) => !item.is_current).length ?? 0
  return (
    <Section
      title={t`Где вы вошли`}
      actions={
        others > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate()}
          >
            <Trans>Завершить все остальные</Trans>
          </Button>
        )
      }
    >
      <ProblemNote error={end.error ?? endOthers.error} />
      <Loaded query={sessions}>
        {({ items }) => (
          <ul className={classes.rows}>
            {items.map(({ id, user_agent, last_seen_at, is_current }) => (
              <li key={id}>
                <span>
                  {browserName(user_agent) ?? t`неизвестный браузер`}
                  <span className={classes.detail}>
                    <Trans>последнее обращение {format.moment(last_seen_at)}</Trans>
                  </span>
                </span>
                {is_current ? (
                  <State tone="done">
                    <Trans>этот сеанс</Trans>
                  </State>
                ) : (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    loading={end.isPending && end.variables === id}
                    onClick={() => end.mutate(id)}
                  >
                    <Trans>Завершить</Trans>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}

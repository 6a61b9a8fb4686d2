import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { apiPages, send } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { Empty } from '@/shared/ui/Empty'
import { FilterChoice, Filters } from '@/shared/ui/Filters'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './notices.module.css'
import { Preferences } from './Preferences'
import { useUnread } from './useUnread'

const route = getRouteApi('/shell/notices')

export default function NoticesPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { history } = useRouter()
  const { unread } = route.useSearch()
  const navigate = route.useNavigate()
  const waiting = useUnread()
  const client = useQueryClient()
  const reload = () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/v1/notices'),
    })
  const read = useMutation({
    mutationFn: (notice_id: string) =>
      send('post', '/api/v1/notices/{notice_id}/read', { path: { notice_id } }),
    onSuccess: reload,
  })
  const readAll = useMutation({ mutationFn: () => send('post', '/api/v1/notices/read'), onSuccess: reload })
  const notices = useInfiniteQuery({
    ...apiPages('/api/v1/notices', { query: { unread: unread === 'true' || undefined } }),
    placeholderData: keepPreviousData,
  })
  const all = notices.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t`Уведомления`}
      actions={
        waiting > 0 && (
          <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate()}>
            <Trans>Отметить все прочитанными</Trans>
          </Button>
        )
      }
    >
      <Filters
        onClear={unread ? () => void navigate({ search: { unread: undefined }, replace: true }) : undefined}
      >
        <FilterChoice
          label={t`Показать`}
          value={unread}
          emptyLabel={t`все`}
          options={[{ value: 'true', label: t`непрочитанные` }]}
          onChange={(next) => void navigate({ search: { unread: next }, replace: true })}
        />
      </Filters>
      <ProblemNote error={read.error ?? readAll.error} />
      <Loaded query={notices}>
        {() =>
          all.length === 0 ? (
            <Empty>
              {unread ? (
                <Trans>Непрочитанных уведомлений нет.</Trans>
              ) : (
                <Trans>Здесь появится то, что касается вас: поручения и решения по дефицитам.</Trans>
              )}
            </Empty>
          ) : (
            <ul className={classes.list}>
              {all.map((notice) => (
                <li key={notice.id}>
                  <div className={classes.told} data-unread={notice.read_at === null || undefined}>
                    <a
                      href={notice.link}
                      onClick={(event) => {
                        if (notice.read_at === null) read.mutate(notice.id)
                        if (event.ctrlKey || event.metaKey || event.shiftKey) return
                        event.preventDefault()
                        history.push(notice.link)
                      }}
                    >
                      {notice.title}
                    </a>
                    <span>{notice.body}</span>
                    <span className={classes.detail}>
                      {format.moment(notice.created_at)}
                      {notice.read_at === null && (
                        <>
                          {' · '}
                          <Trans>не прочитано</Trans>
                        </>
                      )}
                    </span>
                  </div>
                  {notice.read_at === null && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      loading={read.isPending && read.variables === notice.id}
                      onClick={() => read.mutate(notice.id)}
                    >
                      <Trans>Прочитано</Trans>
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {notices.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={notices.isFetchingNextPage}
            onClick={() => void notices.fetchNextPage()}
          >
            <Trans>Показать ещё</Trans>
          </Button>
        </div>
      )}
      <Preferences />
    </Page>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Checkbox, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiQuery, send } from '@/shared/api/query'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'

const chosen = apiQuery('/api/v1/notice-preferences')
type Kind = NonNullable<Awaited<ReturnType<NonNullable<typeof chosen.queryFn>>>>['items'][number]['kind']

/** What also comes by e-mail; the inbox gets everything. */
export function Preferences() {
  const { t } = useLingui()
  const client = useQueryClient()
  const preferences = useQuery(chosen)
  const choose = useMutation({
    mutationFn: (choice: { kind: Kind; by_email: boolean }) =>
      send('post', '/api/v1/notice-preferences', { body: choice }),
    onSuccess: (fresh) => client.setQueryData(chosen.queryKey, fresh),
  })
  return (
    <Section title={t`Присылать письмом`}>
      <ProblemNote error={choose.error} />
      <Loaded query={preferences}>
        {({ items }) => (
          <Stack gap={10}>
            {items.map(({ kind, title, by_email }) => (
              <Checkbox
                key={kind}
                label={title}
                checked={
                  choose.variables?.kind === kind && choose.isPending ? choose.variables.by_email : by_email
                }
                onChange={(event) => choose.mutate({ kind, by_email: event.currentTarget.checked })}
              />
            ))}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

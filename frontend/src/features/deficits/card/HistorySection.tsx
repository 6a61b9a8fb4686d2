import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { TimeLine } from '@/shared/ui/TimeLine'
import { facts, factTone } from './facts'

export function HistorySection({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const history = useQuery(
    apiQuery('/api/v1/deficits/{deficit_id}/history', { path: { deficit_id: deficit.id } }),
  )
  return (
    <Section title={t`Что происходило`}>
      <Loaded query={history} skeleton={<RowsSkeleton rows={3} />}>
        {({ items }) => (
          <TimeLine
            items={items.map((entry) => ({
              id: entry.id,
              when: format.moment(entry.at),
              tone: factTone(entry.type),
              title: label(facts, entry.type),
              note: [
                entry.actor_name,
                typeof entry.data.comment === 'string' ? `«${entry.data.comment}»` : null,
              ]
                .filter(Boolean)
                .join(', '),
            }))}
          />
        )}
      </Loaded>
    </Section>
  )
}

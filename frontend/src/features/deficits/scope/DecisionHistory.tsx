import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { scopes, useLabel } from '@/shared/i18n/labels'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { TimeLine } from '@/shared/ui/TimeLine'
import classes from './scope.module.css'

export function DecisionHistory({ programId, typeId }: { programId: string; typeId: string }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const decisions = useQuery(
    apiQuery('/api/v1/deficit-scope-decisions', { query: { program_id: programId, type_id: typeId } }),
  )
  return (
    <Section title={t`История решений`}>
      <Loaded query={decisions} skeleton={<RowsSkeleton rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.note}>
              <Trans>Решения ещё не было.</Trans>
            </p>
          ) : (
            <TimeLine
              items={items.map((decision) => ({
                id: decision.id,
                when: format.day(decision.decided_at),
                tone: decision.revised_at ? 'stopped' : 'done',
                title: (
                  <Trans>
                    {label(scopes, decision.decided_scope)}: {decision.holders} из {decision.participants},
                    порог {format.percent(decision.threshold)}
                  </Trans>
                ),
                note: [decision.decided_by_name, decision.comment && `«${decision.comment}»`]
                  .filter(Boolean)
                  .join(', '),
              }))}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

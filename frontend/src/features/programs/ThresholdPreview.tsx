import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import { scopes, useLabel } from '@/shared/i18n/labels'
import { parseFigure } from '@/shared/ui/figures'
import { Loaded } from '@/shared/ui/Loaded'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { previewScope } from './policy'
import classes from './programs.module.css'

/** Which proposals the typed threshold would change, with their figures, before anything is saved. */
export function ThresholdPreview({ programId, percent }: { programId: string; percent: string }) {
  const label = useLabel()
  const prevalence = useQuery(apiQuery('/api/v1/deficits/prevalence', { query: { program_id: programId } }))
  const typed = parseFigure(percent)
  if (typed === null || Number.isNaN(typed) || typed <= 0 || typed > 100) {
    return (
      <p role="status">
        <Trans>Порог — число больше 0 и не больше 100.</Trans>
      </p>
    )
  }
  return (
    <Loaded query={prevalence} skeleton={<RowsSkeleton rows={2} />}>
      {({ items }) => {
        const changed = items.filter((item) => previewScope(item, typed) !== item.proposed_scope)
        const common = items.filter((item) => previewScope(item, typed) === 'common').length
        return (
          <div role="status" className={classes.preview}>
            <p>
              <Plural
                value={common}
                _0="При этом пороге общих дефицитов не предлагается."
                one="При этом пороге общим предлагается # вид дефицита."
                few="При этом пороге общими предлагаются # вида дефицитов."
                many="При этом пороге общими предлагаются # видов дефицитов."
                other="При этом пороге общими предлагаются # вида дефицитов."
              />{' '}
              {changed.length === 0 && <Trans>Предложения не изменятся.</Trans>}
            </p>
            {changed.length > 0 && (
              <ul className={classes.schools}>
                {changed.map((item) => (
                  <li key={item.type.id}>
                    <span>{item.type.title}</span>
                    <span className={classes.muted}>
                      <Trans>
                        {item.holders} из {item.participants}: {label(scopes, item.proposed_scope)} →{' '}
                        {label(scopes, previewScope(item, typed))}
                      </Trans>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import type { Deficit } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { scopes, useLabel } from '@/shared/i18n/labels'
import { Section } from '@/shared/ui/Page'
import classes from './card.module.css'

/** Who decided whether the deficit is common, on which figures. */
export function DecisionSection({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const format = useFormat()
  const { decision } = deficit
  if (!decision) return null
  const { holders, participants, comment, decided_by_name } = decision
  return (
    <Section
      title={t`Решение об охвате`}
      actions={
        can('deficits.aggregate') && (
          <Link
            to="/deficits/decisions"
            search={{ program_id: deficit.program_id, type_id: deficit.type.id }}
          >
            <Trans>Все цифры</Trans>
          </Link>
        )
      }
    >
      <p>
        <Trans>
          Решено: {label(scopes, decision.decided_scope)}. На день решения дефицит был подтверждён у {holders}{' '}
          из {participants} школ с низкими результатами, порог — {format.percent(decision.threshold)}.
        </Trans>
      </p>
      {comment && <p className={classes.text}>{comment}</p>}
      <p className={classes.detail}>
        {decided_by_name}, {format.day(decision.decided_at)}
      </p>
    </Section>
  )
}

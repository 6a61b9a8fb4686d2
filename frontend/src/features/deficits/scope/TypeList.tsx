import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { PrevalenceItem } from '@/shared/api/types'
import { scopes, useLabel } from '@/shared/i18n/labels'
import { State } from '@/shared/ui/State'
import { useRowKeys } from '@/shared/ui/useRowKeys'
import classes from './scope.module.css'

interface TypeListProps {
  items: PrevalenceItem[]
  chosen: string | undefined
  programId: string
}

/** Types that wait for a decision first, then those decided. */
export function TypeList({ items, chosen, programId }: TypeListProps) {
  const { t } = useLingui()
  const label = useLabel()
  const box = useRef<HTMLElement>(null)
  useRowKeys(box)
  const order = [...items].sort(
    (one, other) =>
      Number(one.decision !== null) - Number(other.decision !== null) || other.holders - one.holders,
  )
  return (
    <nav ref={box} className={classes.list} aria-label={t`Виды дефицитов`}>
      <ul className={classes.types}>
        {order.map(({ type, holders, participants, decision, proposed_scope }) => (
          <li key={type.id} data-chosen={type.id === chosen || undefined}>
            <Link
              to="/deficits/decisions"
              search={{ program_id: programId, type_id: type.id }}
              aria-current={type.id === chosen ? 'true' : undefined}
              data-row-link
              resetScroll={false}
            >
              {type.title}
            </Link>
            <span className={classes.ratio}>
              <Trans>
                {holders} из {participants}
              </Trans>
            </span>
            {decision ? (
              <State tone="done">
                <Trans>решено: {label(scopes, decision.decided_scope)}</Trans>
              </State>
            ) : (
              <State tone="attention">
                {proposed_scope ? (
                  <Trans>предлагается: {label(scopes, proposed_scope)}</Trans>
                ) : (
                  <Trans>предложения нет</Trans>
                )}
              </State>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

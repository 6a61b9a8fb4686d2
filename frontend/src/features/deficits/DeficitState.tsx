import { Trans } from '@lingui/react/macro'
import type { DeficitRow } from '@/shared/api/types'
import { deficitStatuses, scopes, useLabel, waitings } from '@/shared/i18n/labels'
import { State, type Tone } from '@/shared/ui/State'

const tones: Record<DeficitRow['status'], Tone> = {
  draft: 'waiting',
  identified: 'waiting',
  scoped: 'waiting',
  planned: 'work',
  in_progress: 'work',
  measured: 'work',
  closed: 'done',
  rejected: 'stopped',
  deferred: 'stopped',
}
export const statusTone = (status: DeficitRow['status']): Tone => tones[status] ?? 'stopped'

type Shown = Pick<DeficitRow, 'status' | 'is_overdue'>

export function DeficitState({ deficit }: { deficit: Shown }) {
  const label = useLabel()
  return (
    <State tone={deficit.is_overdue ? 'attention' : statusTone(deficit.status)}>
      {label(deficitStatuses, deficit.status)}
      {deficit.is_overdue && <Trans>, срок прошёл</Trans>}
    </State>
  )
}

export function ScopeWord({ scope }: { scope: string | null }) {
  const label = useLabel()
  return scope ? label(scopes, scope) : <Trans>не решён</Trans>
}

export function WaitingWord({ waiting }: { waiting: string | null }) {
  const label = useLabel()
  return waiting ? label(waitings, waiting) : '—'
}

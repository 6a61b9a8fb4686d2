import type { Account } from '@/shared/api/types'
import type { Tone } from '@/shared/ui/State'

export const accountTones: Record<Account['status'], Tone> = {
  invited: 'waiting',
  active: 'done',
  disabled: 'stopped',
}

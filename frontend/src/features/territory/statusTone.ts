import type { Tone } from '@/shared/ui/State'

const tones: Record<string, Tone> = {
  low_results: 'attention',
  adverse_social: 'waiting',
  risk_zone: 'waiting',
  high_results: 'done',
  resilient: 'done',
}
export const statusTone = (status: string): Tone => tones[status] ?? 'stopped'

import type { PrevalenceItem, Program } from '@/shared/api/types'
import { parseFigure } from '@/shared/ui/figures'

export interface PolicyValues extends Record<string, unknown> {
  percent: string
  deficit_routing: string
  statuses: string[]
}

/** 0.75 is shown as 75, without the dust of binary fractions. */
const toPercent = (share: number) => String(Math.round(share * 1000) / 10).replace('.', ',')

export const policyValues = (program: Program): PolicyValues => ({
  percent: toPercent(program.common_threshold),
  deficit_routing: program.deficit_routing,
  statuses: [...program.individual_route_statuses],
})

export const policyBody = (values: PolicyValues) => ({
  common_threshold: (parseFigure(values.percent) ?? 0) / 100,
  deficit_routing: values.deficit_routing,
  individual_route_statuses: values.statuses,
})

/**
 * What the server would propose at another threshold, from its own figures; only a preview,
 * the proposal that counts comes with the saved setting. Holders are compared whole:
 * 9 of 12 is 75 %, whatever a division leaves behind.
 */
export function previewScope(item: PrevalenceItem, percent: number): string | null {
  if (item.participants === 0 || item.holders === 0) return null
  return item.holders * 100 >= percent * item.participants - 1e-6 ? 'common' : 'individual'
}

import type { Transition } from '@/shared/api/types'
import { parseFigure } from '@/shared/ui/figures'

export interface TransitionValues extends Record<string, unknown> {
  comment: string
  scope: string
  until: string
  reasoned: boolean
  action: { route: string; title: string; planned_on: string; purpose: string; owner_id: string }
  measurement: { value: string; measured_on: string; source: string; note: string }
}

export const emptyTransition = (today: string): TransitionValues => ({
  comment: '',
  scope: 'individual',
  until: '',
  reasoned: false,
  action: { route: '', title: '', planned_on: '', purpose: 'closing', owner_id: '' },
  measurement: { value: '', measured_on: today, source: '', note: '' },
})

const optional = (text: string) => text.trim() || null

export const actionBody = (action: TransitionValues['action']) => ({
  ...action,
  title: action.title.trim(),
  planned_on: optional(action.planned_on),
  owner_id: optional(action.owner_id),
})

/** Sends what the step requires and nothing else. */
export function transitionBody(transition: Transition, values: TransitionValues) {
  const needs = new Set<string>(transition.requires)
  const { action, measurement } = values
  return {
    event: transition.event,
    comment: optional(values.comment),
    payload: {
      ...(needs.has('action') && {
        action: actionBody(action),
      }),
      ...(needs.has('final_measurement') && {
        measurement: {
          measured_on: measurement.measured_on,
          value: parseFigure(measurement.value),
          source: optional(measurement.source),
          note: optional(measurement.note),
        },
      }),
      ...(needs.has('scope') && { scope: values.scope }),
      ...(needs.has('review_date') && { until: optional(values.until) }),
      ...(needs.has('reason_without_target') && { reasoned: values.reasoned }),
    },
  }
}

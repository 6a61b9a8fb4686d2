import type { DeficitRow } from '@/shared/api/types'
import { parseFigure } from '@/shared/ui/figures'

export interface NewDeficit extends Record<string, unknown> {
  school_id: string
  bearer_kind: DeficitRow['bearer_kind']
  person_id: string
  type_id: string
  severity: number
  description: string
  growth_point: string
  target_date: string
  measuring: string
  baseline: {
    value: string
    scale: string
    target: string
    direction: string
    measured_on: string
    source: string
  }
}

export const emptyDeficit = (today: string, known: Partial<NewDeficit>): NewDeficit => ({
  school_id: '',
  bearer_kind: 'school',
  person_id: '',
  type_id: '',
  severity: 2,
  description: '',
  growth_point: '',
  target_date: '',
  measuring: 'now',
  baseline: { value: '', scale: '%', target: '', direction: 'higher', measured_on: today, source: '' },
  ...known,
})

const optional = (text: string) => text.trim() || null

export function toBody(values: NewDeficit, program_id: string) {
  const { baseline } = values
  return {
    program_id,
    school_id: values.school_id,
    bearer_kind: values.bearer_kind,
    person_id: optional(values.person_id),
    type_id: values.type_id,
    severity: values.severity,
    description: optional(values.description),
    growth_point: optional(values.growth_point),
    target_date: optional(values.target_date),
    qualitative: values.measuring === 'qualitative',
    baseline:
      values.measuring === 'now'
        ? {
            value: parseFigure(baseline.value),
            scale: baseline.scale.trim(),
            target: parseFigure(baseline.target),
            direction: baseline.direction,
            measured_on: baseline.measured_on,
            source: optional(baseline.source),
          }
        : null,
  }
}

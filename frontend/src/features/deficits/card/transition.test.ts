import { expect, it } from 'vitest'
import type { Transition } from '@/shared/api/types'
import { emptyTransition, transitionBody } from './transition'

const transition = (requires: Transition['requires']): Transition => ({
  event: 'continue',
  to: 'in_progress',
  allowed: true,
  reason: null,
  requires,
})

it('sends exactly what the step requires', () => {
  const values = emptyTransition('2026-11-23')
  expect(transitionBody(transition([]), values)).toEqual({ event: 'continue', comment: null, payload: {} })
  values.action.title = ' Семинар '
  values.action.route = 'intensive_day'
  values.comment = ' мало '
  expect(transitionBody(transition(['comment', 'action']), values)).toEqual({
    event: 'continue',
    comment: 'мало',
    payload: {
      action: {
        route: 'intensive_day',
        title: 'Семинар',
        planned_on: null,
        purpose: 'closing',
        owner_id: null,
      },
    },
  })
})

it('reads a figure with a decimal comma', () => {
  const values = emptyTransition('2026-11-23')
  values.measurement.value = '62,5'
  const { payload } = transitionBody(transition(['final_measurement']), values)
  expect(payload.measurement).toMatchObject({ value: 62.5, note: null })
})

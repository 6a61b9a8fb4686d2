import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import type { Matrix } from '@/shared/api/types'
import { buildGrid } from './model'
import { useEntry } from './useEntry'

const matrix: Matrix = {
  program_id: 'p',
  threshold: 1,
  low_result_total: 2,
  types: ['t1', 't2'].map((id) => ({
    id,
    code: id,
    title: id,
    component: 'results',
    holders: 0,
    decided_scope: null,
    proposed_scope: null,
  })),
  schools: ['s1', 's2'].map((id) => ({
    id,
    short_name: id,
    category: 'low_results',
    counts_in_prevalence: true,
  })),
  cells: [{ school_id: 's1', type_id: 't1', deficit_id: 'd', status: 'draft', severity: 2 }],
}
const start = () => renderHook(() => useEntry('p', buildGrid(matrix, true)))

beforeEach(() => sessionStorage.clear())

it('marks free cells and leaves those that hold a deficit', () => {
  const { result } = start()
  act(() =>
    result.current.mark(
      [
        [0, 0],
        [0, 1],
      ],
      3,
    ),
  )
  expect(result.current.entries()).toEqual([{ school_id: 's1', type_id: 't2', severity: 3 }])
})

it('says what of a paste was taken, occupied, outside or unreadable', () => {
  const { result } = start()
  act(() => result.current.paste('1\n2\n3\nx', 0, 0))
  expect(result.current.report).toEqual({ taken: 1, occupied: 1, outside: 1, unknown: ['x'] })
})

it('keeps unsaved marks over a reload', () => {
  const first = start()
  act(() => first.result.current.mark([[1, 1]], 2))
  first.unmount()
  expect(start().result.current.count).toBe(1)
})

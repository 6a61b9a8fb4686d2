import { expect, it } from 'vitest'
import { monthGrid, shiftMonth } from './calendar'

it('shows whole weeks from Monday to Sunday', () => {
  const weeks = monthGrid('2026-11')
  expect(weeks).toHaveLength(6)
  expect(weeks[0]?.[0]).toBe('2026-10-26')
  expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06')
  expect(weeks.every((week) => week.length === 7)).toBe(true)
})

it('a February of four weeks needs no neighbour', () => {
  expect(monthGrid('2027-02').map((week) => week[0])).toEqual([
    '2027-02-01',
    '2027-02-08',
    '2027-02-15',
    '2027-02-22',
  ])
})

it('goes over the end of a year both ways', () => {
  expect(shiftMonth('2026-12', 1)).toBe('2027-01')
  expect(shiftMonth('2026-01', -1)).toBe('2025-12')
})

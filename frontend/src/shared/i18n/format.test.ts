import { describe, expect, it } from 'vitest'
import { formatDay, formatMoment, formatPercent } from './format'

const now = new Date('2026-11-23T12:00:00')
// Intl separates with a no-break space; on screen it is a space all the same.
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')

describe('dates as educators write them', () => {
  it('leaves out the year of today', () => {
    expect(plain(formatDay('2026-05-12', 'ru', now))).toBe('12 мая')
    expect(plain(formatDay('2026-05-12', 'en', now))).toBe('12 May')
  })
  it('names another year without «г.»', () => {
    expect(plain(formatDay('2027-05-01', 'ru', now))).toBe('1 мая 2027')
  })
  it('adds the time to a moment', () => {
    expect(plain(formatMoment('2026-05-12T09:05:00', 'ru', now))).toBe('12 мая, 09:05')
  })
})

it('writes shares as percent', () => {
  expect(plain(formatPercent(0.75, 'ru'))).toBe('75 %')
  expect(plain(formatPercent(1, 'en'))).toBe('100%')
})

import { expect, it } from 'vitest'
import { safeNext } from './safeNext'

it.each([
  [undefined, '/'],
  ['/schools?q=лицей', '/schools?q=лицей'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/login?next=/', '/'],
])('%s → %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected)
})

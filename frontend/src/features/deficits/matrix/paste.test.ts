import { expect, it } from 'vitest'
import { parsePaste } from './paste'

it('reads a column of a spreadsheet, gaps included', () => {
  expect(parsePaste('3\r\n\r\n1\r\n').values).toEqual([
    { row: 0, column: 0, severity: 3 },
    { row: 2, column: 0, severity: 1 },
  ])
})

it('reads a block with several columns', () => {
  expect(parsePaste('1\t2\n\t3').values).toEqual([
    { row: 0, column: 0, severity: 1 },
    { row: 0, column: 1, severity: 2 },
    { row: 1, column: 1, severity: 3 },
  ])
})

it('takes zero and dash for "none" and reports what it cannot read', () => {
  expect(parsePaste('0\n–\n4\nсильно')).toEqual({ values: [], unknown: ['4', 'сильно'] })
})

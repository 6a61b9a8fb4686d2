import { expect, it } from 'vitest'
import type { PrevalenceItem } from '@/shared/api/types'
import { policyBody, previewScope } from './policy'

const item = (holders: number, participants: number) => ({ holders, participants }) as PrevalenceItem

it('previews 9 of 12 as common at 75 % and individual above', () => {
  expect(previewScope(item(9, 12), 75)).toBe('common')
  expect(previewScope(item(9, 12), 75.1)).toBe('individual')
  expect(previewScope(item(9, 12), 100)).toBe('individual')
})

it('proposes nothing without schools or holders', () => {
  expect(previewScope(item(0, 12), 75)).toBeNull()
  expect(previewScope(item(0, 0), 75)).toBeNull()
})

it('sends the share, not the percent', () => {
  const body = policyBody({ percent: '75', deficit_routing: 'strict', statuses: ['high_results'] })
  expect(body.common_threshold).toBe(0.75)
})

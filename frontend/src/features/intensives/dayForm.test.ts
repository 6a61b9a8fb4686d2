import { expect, it } from 'vitest'
import { parseRooms, parseSlots } from './dayForm'

it('reads rooms with and without seats', () => {
  expect(parseRooms('Актовый зал, 120\nКабинет 204; 30 мест\n\nБиблиотека')).toEqual([
    { name: 'Актовый зал', seats: 120 },
    { name: 'Кабинет 204', seats: 30 },
    { name: 'Библиотека', seats: null },
  ])
})

it('reads slots with any dash', () => {
  expect(parseSlots('10:00–10:45\n9:00 - 9:30')).toEqual([
    { starts: '10:00', ends: '10:45' },
    { starts: '09:00', ends: '09:30' },
  ])
})

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { accounts, enter, expectAccessible } from '../support'

interface Parsed {
  getAllSubcomponents(name: string): { getFirstPropertyValue(name: string): unknown }[]
}
interface Ical {
  parse(text: string): unknown
  Component: new (parsed: unknown) => Parsed
}
const ical = createRequire(join(__dirname, '../../../frontend/package.json'))('ical.js') as
  | Ical
  | { default: Ical }
const ICAL = 'default' in ical ? ical.default : ical

test('a methodologist subscribes, the calendar reads, and the address ends with the subscription', async ({
  page,
  browser,
}) => {
  await enter(page, accounts.methodologist)
  await page.goto('/events')
  await page.getByRole('button', { name: 'Подписаться' }).click()
  const dialog = page.getByRole('dialog', { name: 'Подписка на календарь' })
  await dialog.getByLabel('Все мероприятия, которые мне видны').check()
  await dialog.getByRole('button', { name: 'Получить адрес' }).click()
  const shown = await dialog.getByText(/\/api\/v1\/calendar\/.+\.ics$/).textContent()
  await expectAccessible(page)
  const address = new URL(shown ?? '').pathname

  const program = await browser.newContext()
  const first = await program.request.get(new URL(address, page.url()).href)
  expect(first.headers()['content-type']).toBe('text/calendar; charset=utf-8')
  const calendar = new ICAL.Component(ICAL.parse(await first.text()))
  const events = calendar.getAllSubcomponents('vevent')
  expect(events.length).toBeGreaterThan(3)
  const uids = new Set(events.map((event) => event.getFirstPropertyValue('uid')))
  expect(uids.size).toBe(events.length)
  const again = await program.request.get(new URL(address, page.url()).href, {
    headers: { 'If-None-Match': first.headers().etag ?? '' },
  })
  expect(again.status()).toBe(304)

  await dialog.getByRole('button', { name: 'Отменить' }).first().click()
  await expect(dialog.getByText('Действующие подписки')).toHaveCount(0)
  expect((await program.request.get(new URL(address, page.url()).href)).status()).toBe(404)
  await program.close()
})

test('one event is added to a calendar from its page', async ({ page }) => {
  await enter(page, accounts.susanino)
  await page.goto('/events')
  await page.locator('[data-row-link]').first().click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Добавить в свой календарь' }).click()
  expect((await download).suggestedFilename()).toMatch(/^event-\d{4}-\d\d-\d\d\.ics$/)
})

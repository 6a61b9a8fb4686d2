import { expect, test } from '@playwright/test'
import { accounts, enter, read } from '../support'

const CSV = { accept: 'text/csv' }
const OF_GATCHINA = /Гатчинск|Сусанинск|Сиверск|Коммунарск/

interface Listed {
  items: { id: string }[]
}

test('nothing of Gatchina: by list, by address, by search, by CSV', async ({ page, browser, baseURL }) => {
  const neighbour = await browser.newContext({ baseURL })
  const other = await neighbour.newPage()
  await enter(other, accounts.gatchina)
  const deficit = (await read<Listed>(neighbour.request, '/deficits?limit=1')).items[0]?.id
  const school = (await read<Listed>(neighbour.request, '/schools?q=Сусанинская&limit=1')).items[0]?.id
  const programs = await read<{ items: { id: string; municipality: object | null }[] }>(
    neighbour.request,
    '/programs',
  )
  const program = programs.items.find((row) => row.municipality)?.id
  await neighbour.close()

  await enter(page, accounts.podporozhye)
  for (const list of ['/schools', '/deficits', '/people']) {
    await page.goto(list)
    await expect(page.locator('[data-row-link]').first()).toBeVisible()
    await expect(page.locator('main')).not.toContainText(OF_GATCHINA)
    const table = await page.request.get(`/api/v1${list}`, { headers: CSV })
    expect(await table.text()).not.toMatch(OF_GATCHINA)
  }
  for (const address of [`/deficits/${deficit}`, `/schools/${school}`]) {
    await page.goto(address)
    await expect(page.getByRole('alert')).toContainText(/По этому адресу ничего нет/)
    await expect(page.locator('main')).not.toContainText(OF_GATCHINA)
  }
  for (const path of [
    `/deficits/${deficit}`,
    `/schools/${school}`,
    `/deficits/matrix?program_id=${program}`,
  ]) {
    expect((await page.request.get(`/api/v1${path}`)).status()).toBe(404)
  }
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Обзор' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Поиск' }).fill('Сусанинская')
  await expect(page.getByText(/ничего не найдено|Стрелки выбирают/)).toBeVisible()
  await expect(page.getByRole('listbox')).not.toContainText(OF_GATCHINA)
})

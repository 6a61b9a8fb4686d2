import { expect, test } from '@playwright/test'
import { accounts, chooseDemoAccount, enter, read } from '../support'

const FUNCTIONAL = 'Низкий уровень функциональной грамотности обучающихся'
const ANALYSIS = 'Результаты оценочных процедур не анализируются адресно, по классам и темам'
const CSV = { accept: 'text/csv' }

test.describe.configure({ mode: 'serial' })

test('signs in by one click and sees what waits for a decision', async ({ page }) => {
  await chooseDemoAccount(page, accounts.gatchina)
  await expect(page.getByText(/Вашего шага жд/)).toBeVisible()
  const waiting = page.getByRole('heading', { name: /ждут решения: общий или индивидуальный/ })
  await expect(waiting).toBeVisible()
  await expect(page.getByRole('link', { name: FUNCTIONAL })).toBeVisible()
})

test('finds two types held by all twelve schools and declares one common', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto('/deficits/matrix')
  const totals = page.getByRole('row', { name: /^Низкие результаты/ })
  await expect(totals.getByRole('link', { name: /12 из 12/ })).toHaveCount(2)
  await totals.getByRole('link', { name: new RegExp(FUNCTIONAL) }).click()

  await expect(page.getByRole('heading', { name: FUNCTIONAL })).toBeVisible()
  await expect(
    page.getByText(
      '12 из 12 школ с низкими результатами, порог 100 %: общий → День образовательных интенсивов',
    ),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Признать дефицит общим' }).click()
  await expect(page.getByText('Решение записано и применено к 12 дефицитам.')).toBeVisible()
})

test('is refused a tie for a common deficit, with the reason, and plans the Day', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto('/deficits/decisions')
  await page.getByRole('link', { name: FUNCTIONAL }).click()
  await page.getByRole('link', { name: 'Дефициты этого вида' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Дефициты', exact: true })).toBeVisible()
  await page.locator('[data-row-link]').first().click()
  await expect(page.getByText(/Общий дефицит: запланируйте его на ближайший День/)).toBeVisible()

  await page.getByRole('button', { name: 'Запланировать действие' }).click()
  const dialog = page.getByRole('dialog', { name: 'Запланировать действие' })
  await dialog.getByLabel('Путь').selectOption({ label: 'связка с сильной школой — только поддержит' })
  await dialog.getByLabel('Что будет сделано').fill('Занятия с наставником из лицея')
  await dialog.getByRole('button', { name: 'Запланировать действие' }).click()
  await expect(dialog.getByRole('alert')).toContainText('закрывается на Дне образовательных интенсивов')

  await dialog.getByLabel('Путь').selectOption({ label: 'День образовательных интенсивов' })
  await dialog.getByRole('button', { name: 'Запланировать действие' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Занятия с наставником из лицея')).toBeVisible()
  await expect(page.getByText('запланирован', { exact: true })).toBeVisible()
})

test('lowers the threshold and sees the proposal of a type held by nine change', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto('/deficits/decisions')
  await page.getByRole('link', { name: ANALYSIS }).click()
  await expect(page.getByText(/9 из 12 .* порог 100 %: индивидуальный/)).toBeVisible()

  await page.goto('/programs')
  await page.getByRole('link', { name: /Муниципальный инновационный проект/ }).click()
  await page.getByRole('button', { name: 'Изменить правила' }).click()
  await page.getByLabel('Порог общего дефицита, %').fill('75')
  await expect(page.getByText('9 из 12: индивидуальный → общий')).toBeVisible()
  await page.getByRole('button', { name: 'Сохранить правила' }).click()
  await expect(page.getByText('75 % школ с низкими результатами')).toBeVisible()

  await page.goto('/deficits/decisions')
  await page.getByRole('link', { name: ANALYSIS }).click()
  await expect(page.getByText(/9 из 12 .* порог 75 %: общий/)).toBeVisible()
  await page.getByRole('button', { name: 'Признать дефицит общим' }).click()
  await expect(page.getByText('Решение записано и применено к 9 дефицитам.')).toBeVisible()
})

test('marks a deficit for many schools by pasting a column, and takes it back', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto('/deficits/matrix')
  await page.getByRole('button', { name: 'Отметить для многих школ' }).click()
  const grid = page.getByRole('grid')
  const free = grid.locator('tbody tr:nth-child(2) [data-cell]:not([data-severity])').first()
  await free.click()
  await free.evaluate((cell) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', '3\n2\n1\n')
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(page.getByText(/Отмечен[оа] \d клет/)).toBeVisible()
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText(/Записан[оа]? \d предварительн/)).toBeVisible()
  await page.getByRole('button', { name: 'Отменить запись' }).click()
  await expect(page.getByText(/Запись отменена, убрано: \d/)).toBeVisible()
})

test('downloads what is on screen as CSV', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto('/schools')
  await expect(page.getByText('Показано').or(page.getByText(/18 записей/))).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Скачать CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
  const table = await page.request.get('/api/v1/schools', { headers: CSV })
  expect(await table.text()).toContain('Сусанинская')
})

test('goes through the lists with the keyboard only', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto('/deficits')
  await expect(page.locator('[data-row-link]').first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.locator('[data-row-link]').nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/deficits\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Поиск' }).fill('сусонинская')
  await expect(page.getByRole('option', { name: /Сусанинская/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /Сусанинская/ })).toBeVisible()
})

test('what another person saved meanwhile is shown beside one’s own', async ({ page }) => {
  await enter(page, accounts.gatchina)
  const { items } = await read<{ items: { id: string }[] }>(page.request, '/deficits?waiting=action&limit=1')
  const id = items[0]?.id
  await page.goto(`/deficits/${id}`)
  await page.getByRole('button', { name: 'Изменить', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Описание дефицита' })
  await dialog.getByLabel('Что наблюдается').fill('Моя правка')

  const { version } = await read<{ version: number }>(page.request, `/deficits/${id}`)
  const other = await page.request.patch(`/api/v1/deficits/${id}`, {
    data: { description: 'Правка коллеги' },
    headers: { 'X-Opora-Client': 'web', 'If-Match': `"${version}"` },
  })
  expect(other.ok()).toBeTruthy()

  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  const choice = page.getByRole('dialog', { name: 'Пока вы писали, запись изменили' })
  await expect(choice.getByRole('cell', { name: 'Правка коллеги' })).toBeVisible()
  await expect(choice.getByRole('cell', { name: 'Моя правка' })).toBeVisible()
  await choice.getByRole('button', { name: 'Сохранить мою правку' }).click()
  await expect(page.getByText('Моя правка')).toBeVisible()
})

import { expect, test } from '@playwright/test'
import { accounts, chooseDemoAccount, enter, read } from '../support'

interface Row {
  id: string
  school: { short_name: string }
}

test('sees own deficits only', async ({ page }) => {
  await chooseDemoAccount(page, accounts.susanino)
  await page.getByRole('link', { name: 'Дефициты', exact: true }).first().click()
  await expect(page.locator('[data-row-link]').first()).toBeVisible()
  const { items } = await read<{ items: Row[] }>(page.request, '/deficits?limit=100')
  expect(new Set(items.map((row) => row.school.short_name))).toEqual(new Set(['Сусанинская СОШ']))
  await expect(page.getByRole('link', { name: 'Матрица' })).toHaveCount(0)
})

test('records the baseline of a draft and confirms it', async ({ page }) => {
  await enter(page, accounts.susanino)
  await page.goto('/deficits?waiting=confirm')
  await page.locator('[data-row-link]').first().click()
  await expect(page.getByRole('heading', { name: 'Измерения' })).toBeVisible()
  await expect(page.getByText('предварительный', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Записать исходное измерение' }).click()
  const dialog = page.getByRole('dialog', { name: 'Исходное измерение' })
  await dialog.getByLabel('Значение', { exact: true }).fill('41,5')
  await dialog.getByLabel('Цель').fill('60')
  await dialog.getByLabel('Чем измерено').fill('ВПР, 7 класс')
  await dialog.getByRole('button', { name: 'Записать измерение' }).click()
  await expect(page.getByText('41,5 %')).toBeVisible()

  await page.getByRole('button', { name: 'Подтвердить дефицит' }).click()
  const confirm = page.getByRole('dialog', { name: 'Подтвердить дефицит' })
  await confirm.getByRole('button', { name: 'Подтвердить дефицит' }).click()
  await expect(page.getByText('подтверждён', { exact: true })).toBeVisible()
  await expect(page.getByText('Дефицит подтверждён', { exact: true })).toBeVisible()
})

test('keeps what was typed when the session ends, and returns to the same page', async ({ page }) => {
  await enter(page, accounts.susanino)
  await page.goto('/deficits/new')
  await page.getByLabel('Что наблюдается').fill('Набрано до конца сеанса')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Записать дефицит' }).click()

  await expect(page.getByText('Сеанс завершился')).toBeVisible()
  await page.getByLabel('Логин').fill(accounts.susanino)
  await page.getByLabel('Пароль', { exact: true }).fill('opora-demo')
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page).toHaveURL(/\/deficits\/new$/)
  await expect(page.getByLabel('Что наблюдается')).toHaveValue('Набрано до конца сеанса')
  await expect(page.getByText('Здесь то, что вы набрали раньше')).toBeVisible()
})

test('a wrong password is refused beside the form', async ({ page }) => {
  await page.goto('/login')
  await page.getByLabel('Логин').fill(accounts.susanino)
  await page.getByLabel('Пароль', { exact: true }).fill('не тот пароль')
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page).toHaveURL(/\/login/)
})

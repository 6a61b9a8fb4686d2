import { expect, test } from '@playwright/test'
import { accounts, chooseDemoAccount } from '../support'

test('a role switched in another tab stops this one, says why and goes on after a reload', async ({
  page,
}) => {
  await chooseDemoAccount(page, accounts.gatchina)
  const other = await page.context().newPage()
  await other.goto('/')
  await other.getByRole('button', { name: /Сменить роль: муниципальный координатор/ }).click()
  await other.getByRole('button', { name: /^методист/ }).click()
  await expect(other.getByRole('button', { name: /Сменить роль: методист/ })).toBeVisible()

  await page.getByRole('link', { name: 'Школы', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Роль сменилась в другой вкладке' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Обновить страницу' }).click()
  await expect(page.getByRole('button', { name: /Сменить роль: методист/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /Сусанинская/ })).toBeVisible()
})

test('an invitation is shown once, accepted, and the new person signs in', async ({
  page,
  browser,
  baseURL,
}) => {
  await chooseDemoAccount(page, accounts.administrator)
  await page.goto('/accounts/new')
  await page.getByLabel('Фамилия').fill('Новикова')
  await page.getByLabel('Имя', { exact: true }).fill('Вера')
  await page.getByLabel('Логин').fill('novikova@demo.opora')
  await page.getByLabel('Роль').selectOption({ label: 'наблюдатель' })
  await page.getByRole('button', { name: 'Создать приглашение' }).click()
  await expect(page.getByRole('heading', { name: 'Приглашение готово' })).toBeVisible()
  const link = await page.getByText(/\/invite\//).innerText()

  const guest = await browser.newContext({ baseURL })
  const invited = await guest.newPage()
  await invited.goto(new URL(link).pathname)
  await invited.getByLabel('Пароль', { exact: true }).fill('тихая осень в Гатчине')
  await invited.getByRole('button', { name: 'Сохранить пароль' }).click()
  await invited.getByRole('link', { name: 'Войти' }).click()
  await invited.getByLabel('Логин').fill('novikova@demo.opora')
  await invited.getByLabel('Пароль', { exact: true }).fill('тихая осень в Гатчине')
  await invited.getByRole('button', { name: 'Войти' }).click()
  await expect(invited.getByRole('heading', { level: 1, name: 'Обзор' })).toBeVisible()
  await guest.close()
})

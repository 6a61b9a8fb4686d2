import { expect, test } from '@playwright/test'
import { accounts, enter, read } from '../support'

interface Listed {
  items: { id: string }[]
}

test('a methodologist is told what a measurement lacks, then records the final one', async ({ page }) => {
  await enter(page, accounts.methodologist)
  const { items } = await read<Listed>(page.request, '/deficits?status=in_progress&limit=1')
  await page.goto(`/deficits/${items[0]?.id}`)
  await page.getByRole('button', { name: 'Записать итоговое измерение' }).click()
  const dialog = page.getByRole('dialog', { name: 'Записать итоговое измерение' })
  await dialog.getByLabel('Стало').fill('много')
  await dialog.getByRole('button', { name: 'Записать итоговое измерение' }).click()
  await expect(dialog.getByText('Введите число')).toBeVisible()
  await dialog.getByLabel('Стало').fill('75,5')
  await expect(dialog.getByText('Введите число')).toHaveCount(0)
  await dialog.getByLabel('Чем измерено').fill('Срез по чтению')
  await dialog.getByRole('button', { name: 'Записать итоговое измерение' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('измерен', { exact: true })).toBeVisible()
})

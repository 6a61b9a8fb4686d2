import { expect, test } from '@playwright/test'
import { accounts, enter, read } from '../support'

interface Named {
  id: string
}

test.describe.configure({ mode: 'serial' })

let day = ''
const phone = { width: 360, height: 740 }

test('the methodologist creates a Day, is proposed an agenda with reasons, pins one and has the rest proposed anew', async ({
  page,
}) => {
  await enter(page, accounts.methodologist)
  await page.goto('/intensives')
  await page.getByRole('button', { name: 'Создать День' }).click()
  const form = page.getByRole('dialog', { name: 'Новый День интенсивов' })
  const month = form.getByLabel('Месяц')
  await month.selectOption({ index: 2 }) // this month and the next have theirs
  const chosen = await month.inputValue()
  await form.getByLabel('Дата', { exact: true }).fill(`${chosen}-14`)
  await form.getByLabel('Тема Дня').fill('Читаем и понимаем')
  await form.getByLabel('Место').fill('Гатчинский лицей №3')
  await form.getByLabel('Помещения').fill('Кабинет 11, 3\nКабинет 12, 3')
  await form.getByLabel('педагоги: сколько ожидается').fill('3')
  await form.getByRole('button', { name: 'Создать черновик' }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: /День образовательных интенсивов, 14/ }),
  ).toBeVisible()
  day = page.url().split('/').at(-1) ?? ''

  const board = page.getByRole('table', { name: 'Программа Дня: время и аудитории' })
  await page.getByRole('button', { name: 'Добавить занятие' }).click()
  const own = page.getByRole('dialog', { name: 'Новое занятие Дня' })
  await own.getByLabel('Название').fill('Круглый стол директоров')
  await own.getByLabel('административные работники').check()
  await own.getByLabel('Время').selectOption({ index: 3 })
  await own.getByLabel('Направление').selectOption({ label: 'управление качеством образования' })
  await own.getByRole('button', { name: 'Добавить занятие' }).click()
  await expect(board.getByText('Круглый стол директоров')).toBeVisible()

  await page.getByRole('button', { name: 'Предложить программу' }).click()
  await expect(board.getByText('предложено', { exact: true }).first()).toBeVisible()
  const before = await board.getByText('предложено', { exact: true }).count()
  expect(before).toBeGreaterThanOrEqual(4)
  await board.getByRole('button', { name: 'Почему и что сделать' }).first().click()
  const why = page.getByRole('dialog')
  await expect(why.getByText(/Тема № \d: у \d+ из \d+ школ/)).toBeVisible()
  await why.getByRole('button', { name: 'Закрепить' }).click()
  await expect(board.getByText('предложено, закреплено')).toHaveCount(1)
  await page.getByRole('button', { name: 'Предложить остальное заново' }).click()
  await expect(page.getByText(/Предложение № 2/)).toBeVisible()
  await expect(board.getByText('предложено, закреплено')).toHaveCount(1)

  await page.getByRole('button', { name: 'Принять все предложенные' }).click()
  await expect(board.getByText(/^предложено/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Программа составлена' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Программа составлена' }).click()
  await expect(page.getByText('программа составлена', { exact: true })).toBeVisible()
})

test('the coordinator announces it, and the school is invited', async ({ page }) => {
  await enter(page, accounts.gatchina)
  await page.goto(`/intensives/${day}`)
  await page.getByRole('button', { name: 'Объявить День' }).click()
  const sure = page.getByRole('dialog', { name: 'Объявить День' })
  await expect(sure.getByText(/Школы получат приглашения/)).toBeVisible()
  await sure.getByRole('button', { name: 'Объявить День' }).click()
  await expect(page.getByText('объявлен', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Подготовить документ' }).click()
  await page.getByRole('button', { name: 'Программа Дня' }).click()
  const link = page.getByRole('link', { name: /^Скачать Программа Дня/ })
  await expect(link, 'the worker draws it').toBeVisible({ timeout: 20_000 })
  const file = await page.request.get((await link.getAttribute('href')) ?? '')
  expect(file.headers()['content-type']).toBe('application/pdf')
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
})

test('the head registers five teachers on a phone, two wait, and a freed seat is given on', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.setViewportSize(phone)
  await enter(page, accounts.susanino)
  await page.goto('/notices')
  await expect(page.getByRole('link', { name: /Объявлен День/ }).first()).toBeVisible()
  const events = await read<{ items: Named[] }>(
    page.request,
    `/events?intensive_day_id=${day}&audience=teachers`,
  )
  const session = events.items[0]
  await page.goto(`/events/${session?.id}/register`)
  const staff = page.getByRole('checkbox', { disabled: false })
  await expect(staff.nth(6)).toBeVisible()
  // The first is the head: not a teacher, so not for this audience.
  for (const index of [0, 2, 3, 4, 5]) await staff.nth(index).check()
  await page.getByRole('button', { name: 'Записать 5 человек' }).click()
  const outcome = page.getByRole('status').filter({ hasText: 'место подтверждено' })
  await expect(outcome.getByText('место подтверждено')).toHaveCount(3)
  await expect(outcome.getByText('в листе ожидания')).toHaveCount(2)

  await page.goto(`/events/${session?.id}`)
  await expect(page.getByText('занято 3 из 3, ждут 2')).toBeVisible()
  const other = await browser.newContext({ baseURL })
  const methodologist = await other.newPage()
  await enter(methodologist, accounts.methodologist)
  await methodologist.goto(`/events/${session?.id}`)
  await methodologist.getByRole('button', { name: 'Снять с записи' }).first().click()
  await other.close()
  await expect(page.getByText('занято 3 из 3, ждут 1'), 'seen without a reload').toBeVisible()
})

test('a participant checks in by the code of the screen and leaves feedback; the leader marks the others', async ({
  page,
  browser,
  baseURL,
}) => {
  const headers = { 'X-Opora-Client': 'web' }
  await enter(page, accounts.methodologist)
  const programs = await read<{ items: (Named & { municipality: object | null })[] }>(
    page.request,
    '/programs',
  )
  const organizations = await read<{ items: Named[] }>(page.request, '/organizations?kind=methodical_service')
  const program = programs.items.find(({ municipality }) => municipality)
  const post = async <T>(path: string, data: object): Promise<T> => {
    const answer = await page.request.post(`/api/v1${path}`, { data, headers })
    expect(answer.ok(), await answer.text()).toBeTruthy()
    return (await answer.json()) as T
  }
  const soon = Date.now() + 8_000
  const event = await post<Named>('/events', {
    program_id: program?.id,
    kind: 'workshop',
    title: 'Практикум: отметка по коду',
    audience: ['teachers', 'administrators', 'parents'],
    starts_at: new Date(soon).toISOString(),
    ends_at: new Date(soon + 3_600_000).toISOString(),
    place: 'Кабинет 1',
    organizer_id: organizations.items[0]?.id,
  })
  await post(`/events/${event.id}/transitions`, { event: 'publish' })

  const school = await browser.newContext({ baseURL, viewport: phone })
  const head = await school.newPage()
  await enter(head, accounts.susanino)
  await head.goto(`/events/${event.id}`)
  await head.getByRole('button', { name: 'Записаться' }).click()
  await expect(head.getByText('место подтверждено').first()).toBeVisible()

  await expect
    .poll(async () => (await page.request.get(`/api/v1/events/${event.id}/code`)).status(), {
      timeout: 20_000,
    })
    .toBe(200)
  await page.setViewportSize(phone)
  await page.goto(`/events/${event.id}/lead`)
  await expect(page.getByRole('img', { name: 'QR-код для отметки о присутствии' })).toBeVisible()
  const { digits } = await read<{ digits: string }>(page.request, `/events/${event.id}/code`)

  await head.goto(`/check-in/${event.id}`)
  await head.getByLabel('Код с экрана').fill(digits)
  await head.getByRole('button', { name: 'Отметиться' }).click()
  await expect(head.getByText('Ваше присутствие отмечено')).toBeVisible()
  await head.getByRole('link', { name: 'Оставить отзыв' }).click()
  await head.getByLabel('5 — очень полезно').check()
  await head.getByLabel('Что понравилось, чего не хватило').fill('Живой разговор')
  await head.getByRole('button', { name: 'Отправить отзыв' }).click()
  await expect(head.getByText('Спасибо, отзыв принят.')).toBeVisible()
  await school.close()

  await expect(page.getByText('присутствует', { exact: true }), 'seen without a reload').toBeVisible()
  await page.getByRole('button', { name: 'Внести число' }).click()
  const count = page.getByRole('dialog', { name: 'Сколько пришло' })
  await count.getByLabel('Школа').fill('Сусанинская')
  await count.getByRole('option', { name: /Сусанинская/ }).click()
  await count.getByLabel('Число').fill('7')
  await count.getByRole('button', { name: 'Записать число' }).click()
  await expect(count).toBeHidden()
  await expect(page.getByText('7', { exact: true }).first()).toBeVisible()

  await page.getByRole('button', { name: 'Показать ссылку и QR-код' }).click()
  const link = await page.getByRole('link', { name: 'Страница отзыва' }).getAttribute('href')
  const outside = await browser.newContext({ baseURL, viewport: phone })
  const guest = await outside.newPage()
  await guest.goto(new URL(link ?? '').pathname)
  await guest.getByLabel('родители').check()
  await guest.getByLabel('4 — полезно').check()
  await guest.getByRole('button', { name: 'Отправить отзыв' }).click()
  await expect(guest.getByText('Спасибо, отзыв принят.')).toBeVisible()
  await outside.close()
})

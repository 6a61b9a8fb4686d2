import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type APIRequestContext, type BrowserContext, expect, test } from '@playwright/test'
import { accounts, chooseDemoAccount, expectAccessible, read } from '../support'

// A Day is announced, time moves on to its evening, and it is reported and closed. The product itself moves its clock, so these
// tests start it twice on a folder of their own.
const root = join(__dirname, '../../..')
const port = Number(process.env.OPORA_E2E_PORT ?? 8070) + 31
const baseURL = `http://127.0.0.1:${port}`
const folder = mkdtempSync(join(tmpdir(), 'opora-closing-'))
let server: ChildProcess | undefined

interface Named {
  id: string
}
interface Day extends Named {
  status: string
  held_on: string
}
interface Prevalence {
  type: Named
  proposed_scope: string | null
  waiting: number
}
interface Listed<T> {
  items: T[]
}

test.describe.configure({ mode: 'serial', timeout: 240_000 })
test.use({ baseURL })

async function serve(offset = '+0m'): Promise<void> {
  server = spawn(join(root, '.venv/bin/python'), ['-m', 'opora', 'run'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      OPORA_DEMO: '1',
      OPORA_PORT: String(port),
      OPORA_DATA_DIR: folder,
      OPORA_CLOCK_OFFSET: offset,
    },
  })
  const ready = () =>
    fetch(`${baseURL}/readyz`).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(ready, { timeout: 120_000 }).toBe(200)
}

async function stop(): Promise<void> {
  const running = server
  if (!running || running.exitCode !== null) return
  const ended = new Promise((resolve) => running.once('exit', resolve))
  running.kill('SIGTERM')
  await ended
}

async function signedIn(browser: { newContext: (o: object) => Promise<BrowserContext> }, login: string) {
  const context = await browser.newContext({ baseURL })
  const answer = await context.request.post('/api/v1/auth/login', {
    data: { login, password: 'opora-demo' },
    headers: { 'X-Opora-Client': 'web' },
  })
  expect(answer.ok(), await answer.text()).toBeTruthy()
  return context
}

async function post<T>(request: APIRequestContext, path: string, data: object = {}): Promise<T> {
  const answer = await request.post(`/api/v1${path}`, { data, headers: { 'X-Opora-Client': 'web' } })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBeTruthy()
  return (await answer.json()) as T
}

test.afterAll(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

let day: Day
let school = ''

test('a Day is announced and a school registers its staff', async ({ browser }) => {
  await serve()
  const methodologist = (await signedIn(browser, accounts.methodologist)).request
  const coordinator = (await signedIn(browser, accounts.gatchina)).request
  const head = (await signedIn(browser, accounts.susanino)).request
  const programs = await read<Listed<Named & { municipality: object | null }>>(methodologist, '/programs')
  const program = programs.items.find(({ municipality }) => municipality)?.id
  const { items } = await read<Listed<Prevalence>>(coordinator, `/deficits/prevalence?program_id=${program}`)
  const common = items.filter((item) => item.proposed_scope === 'common' && item.waiting > 0)
  expect(common.length, 'something waits for a decision').toBeGreaterThan(0)
  for (const { type } of common)
    await post(coordinator, '/deficit-scope-decisions', {
      program_id: program,
      type_id: type.id,
      decided_scope: 'common',
    })
  const now = new Date()
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1)).toISOString().slice(0, 8)
  const draft = await post<Day>(methodologist, '/intensives-days', {
    program_id: program,
    month: `${month}01`,
    held_on: `${month}15`,
    theme: 'Читаем и понимаем',
    place: 'Гатчинский лицей №3',
    audiences: ['teachers', 'parents'],
    expected: [
      { audience: 'teachers', people: 20 },
      { audience: 'parents', people: 30 },
    ],
    rooms: [
      { name: 'Актовый зал', seats: 100 },
      { name: 'Кабинет 11', seats: 30 },
    ],
    slots: [
      { starts: '10:00', ends: '10:45' },
      { starts: '11:00', ends: '11:45' },
    ],
  })
  await post(methodologist, `/intensives-days/${draft.id}/agenda/proposals`)
  await post(methodologist, `/intensives-days/${draft.id}/agenda/accept`)
  await post(methodologist, `/intensives-days/${draft.id}/transitions`, { event: 'build' })
  day = await post<Day>(coordinator, `/intensives-days/${draft.id}/transitions`, { event: 'publish' })
  const sessions = await read<Listed<Named>>(head, `/events?intensive_day_id=${day.id}&audience=teachers`)
  const staff = await read<Listed<Named & { school_id: string }>>(head, '/people?capacity=teacher')
  school = staff.items[0]?.school_id ?? ''
  for (const session of sessions.items)
    await post(head, `/events/${session.id}/registrations/batch`, {
      person_ids: staff.items.slice(0, 3).map(({ id }) => id),
    })
  await stop()
})

test('after the Day the methodologist writes the protocol and reports', async ({ browser }) => {
  const evening = new Date(`${day.held_on}T20:00:00+03:00`).getTime()
  await serve(`+${Math.round((evening - Date.now()) / 60_000)}m`)
  const context = await signedIn(browser, accounts.methodologist)
  const { request } = context
  // The product's own clock may be first: then there is nothing left to start.
  for (const event of ['start', 'finish'])
    await request.post(`/api/v1/intensives-days/${day.id}/transitions`, {
      data: { event },
      headers: { 'X-Opora-Client': 'web' },
    })
  expect((await read<Day>(request, `/intensives-days/${day.id}`)).status).toBe('held')
  const events = await read<Listed<Named & { audience: string[] }>>(
    request,
    `/events?intensive_day_id=${day.id}`,
  )
  for (const { id, audience } of events.items)
    if (audience.includes('teachers')) {
      const sheet = await read<Listed<Named>>(request, `/events/${id}/attendance`)
      await post(request, `/events/${id}/attendance`, {
        source: 'bulk',
        entries: sheet.items.map((row) => ({ registration_id: row.id, present: true })),
      })
    } else await post(request, `/events/${id}/counts`, { school_id: school, audience: 'parents', count: 12 })

  const page = await context.newPage()
  await page.goto(`/intensives/${day.id}`)
  await expect(page.getByText('проведён', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Заполнить' }).click()
  const form = page.getByRole('dialog', { name: 'Протокол Дня' })
  await form.getByLabel('Номер').fill('5')
  await form.getByLabel('Председатель').fill('Иванова И. И.')
  await form.getByLabel('Секретарь').fill('Петрова П. П.')
  await form.getByLabel('Решения').fill('Повторить занятие в марте; ИМЦ; 2027-03-01')
  await form.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Повторить занятие в марте')).toBeVisible()
  await page.getByRole('button', { name: 'Сдать отчёт' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Сдать отчёт' }).click()
  await expect(page.getByText('отчёт готов', { exact: true })).toBeVisible()
  for (const [kind, head] of [
    ['pdf', '%PDF'],
    ['docx', 'PK'],
  ] as const) {
    const link = page.getByRole('link', { name: new RegExp(`^Скачать Протокол.*${kind}$`, 'i') })
    await expect(link, 'the worker draws it').toBeVisible({ timeout: 30_000 })
    const file = await request.get((await link.getAttribute('href')) ?? '')
    expect((await file.body()).subarray(0, head.length).toString()).toBe(head)
  }
  await context.close()
})

test('the coordinator closes the Day: certificates, served deficits, and who missed it', async ({
  browser,
}) => {
  const context = await signedIn(browser, accounts.gatchina)
  const page = await context.newPage()
  await page.goto(`/intensives/${day.id}`)
  await page.getByRole('button', { name: 'Закрыть День' }).click()
  const sure = page.getByRole('dialog', { name: 'Закрыть День' })
  await expect(sure.getByText(/действие по дефициту станет выполненным/)).toBeVisible()
  await sure.getByRole('button', { name: 'Закрыть День' }).click()
  await expect(page.getByText('закрыт', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Скачать Сертификаты/i })).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)

  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Пропустили занятие по своему дефициту' })).toBeVisible()
  const given = await read<Listed<{ code: string; name: string }>>(page.request, '/certificates?limit=1')
  const outside = await browser.newContext({ baseURL })
  const anybody = await outside.newPage()
  await anybody.goto(`/verify/${given.items[0]?.code}`)
  await expect(anybody.getByText('Сертификат действителен')).toBeVisible()
  await expect(anybody.getByText(given.items[0]?.name ?? '', { exact: true })).toBeVisible()
  await outside.close()
  await context.close()
})

test('the school is asked for the final measurement of what was served', async ({ browser }) => {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await chooseDemoAccount(page, accounts.susanino)
  const served = await read<Listed<Named>>(page.request, '/deficits?waiting=measure&bearer_kind=school')
  expect(served.items.length).toBeGreaterThan(0)
  await page.goto(`/deficits/${served.items[0]?.id}`)
  await expect(page.getByText(/^выполнено /).first()).toBeVisible()
  await expect(page.getByText(/Посещено занятие/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Записать итоговое измерение' })).toBeVisible()
  await context.close()
})

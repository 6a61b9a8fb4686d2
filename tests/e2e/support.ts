import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type APIRequestContext, expect, type Page } from '@playwright/test'

const PASSWORD = 'opora-demo'
const fromWeb = createRequire(join(__dirname, '../../frontend/package.json'))
const axeSource = readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8')

export const accounts = {
  gatchina: 'gatchina@demo.opora',
  podporozhye: 'podporozhye@demo.opora',
  susanino: 'head.gat-susanino@demo.opora',
  administrator: 'admin@demo.opora',
  methodologist: 'imc@demo.opora',
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>
const entered = new Map<string, Cookies>()

/** Opens a browser session without the login page, which has tests of its own; once per account. */
export async function enter(page: Page, login: string): Promise<void> {
  const known = entered.get(login)
  if (known) return page.context().addCookies(known)
  const answer = await page.request.post('/api/v1/auth/login', {
    data: { login, password: PASSWORD },
    headers: { 'X-Opora-Client': 'web' },
  })
  expect(answer.ok(), `${login} may sign in`).toBeTruthy()
  entered.set(login, await page.context().cookies())
}

export async function chooseDemoAccount(page: Page, login: string): Promise<void> {
  await page.goto('/login')
  await page.getByRole('button', { name: login }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Обзор' })).toBeVisible()
}

export async function speak(page: Page, language: 'ru' | 'en'): Promise<void> {
  await page.addInitScript((chosen) => localStorage.setItem('opora.locale', chosen), language)
}

/** A read of the API as the person who is signed in. */
export async function read<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(`/api/v1${path}`)
  expect(answer.status(), path).toBe(200)
  return (await answer.json()) as T
}

/** The page in this scheme, and already painted in it: the application follows the system after its own effect, and colours
 * pass over in a moment. */
export async function lookIn(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
  // Finished, not awaited: a browser may leave a transition outside the viewport running for ever.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish()
  })
}

interface Violation {
  id: string
  target: string
  why: string
}

/** WCAG 2.2 AA and good practice by axe, and no sideways scrolling of the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (root: Document, options: object) => Promise<{ violations: AxeViolation[] }> }
    }
    interface AxeViolation {
      id: string
      nodes: { target: string[]; failureSummary: string }[]
    }
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const result = await axe.run(document, { runOnly })
    return result.violations.flatMap(({ id, nodes }): Violation[] =>
      nodes.map(({ target, failureSummary }) => ({ id, target: target.join(' '), why: failureSummary })),
    )
  })
  expect(violations).toEqual([])
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(sideways, 'sideways scrolling').toBeLessThanOrEqual(0)
}

/** What the browser itself complains about: crashes, refused scripts, failed requests. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

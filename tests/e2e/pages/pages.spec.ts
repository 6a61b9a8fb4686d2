import { expect, test } from '@playwright/test'
import { accounts, enter, expectAccessible, lookIn, read, speak, watchConsole } from '../support'

interface Listed {
  items: { id: string }[]
}

/** Every page, with the account that sees most of it. `list` finds the id of a card, `then` is what follows it. */
const pages: { path: string; login?: string; list?: string; tail?: string }[] = [
  { path: '/login' },
  { path: '/invite/not-a-token' },
  { path: '/', login: accounts.gatchina },
  { path: '/schools', login: accounts.gatchina },
  { path: '/schools/', login: accounts.gatchina, list: '/schools?limit=1' },
  { path: '/municipalities', login: accounts.gatchina },
  { path: '/deficits', login: accounts.gatchina },
  { path: '/deficits?status=rejected&component=environment&overdue=true', login: accounts.gatchina },
  { path: '/deficits/', login: accounts.gatchina, list: '/deficits?waiting=close&limit=1' },
  { path: '/deficits/', login: accounts.susanino, list: '/deficits?limit=1' },
  { path: '/deficits/new', login: accounts.gatchina },
  { path: '/deficits/matrix', login: accounts.gatchina },
  { path: '/deficits/matrix?types=all', login: accounts.gatchina },
  { path: '/deficits/matrix?view=table', login: accounts.gatchina },
  { path: '/deficits/decisions', login: accounts.gatchina },
  { path: '/deficits/types', login: accounts.gatchina },
  { path: '/intensives', login: accounts.methodologist },
  { path: '/intensives/', login: accounts.methodologist, list: '/intensives-days?status=published&limit=1' },
  { path: '/intensives/', login: accounts.gatchina, list: '/intensives-days?status=closed&limit=1' },
  { path: '/events', login: accounts.methodologist },
  { path: '/events?view=calendar', login: accounts.methodologist },
  { path: '/events/new', login: accounts.methodologist },
  { path: '/events/', login: accounts.susanino, list: '/events?ahead=true&audience=teachers&limit=1' },
  { path: '/events/', login: accounts.methodologist, list: '/events?status=held&audience=parents&limit=1' },
  {
    path: '/events/',
    login: accounts.methodologist,
    list: '/events?status=held&audience=teachers&limit=1',
    tail: '/lead',
  },
  {
    path: '/events/',
    login: accounts.methodologist,
    list: '/events?ahead=true&audience=teachers&limit=1',
    tail: '/edit',
  },
  {
    path: '/events/',
    login: accounts.susanino,
    list: '/events?ahead=true&audience=teachers&limit=1',
    tail: '/register',
  },
  { path: '/check-in/', login: accounts.susanino, list: '/events?ahead=true&audience=teachers&limit=1' },
  { path: `/feedback/${'0'.repeat(64)}` },
  { path: '/verify/ABCD-EFGH-JKLM' },
  { path: '/programs', login: accounts.gatchina },
  { path: '/programs/', login: accounts.gatchina, list: '/programs?limit=1' },
  { path: '/people', login: accounts.gatchina },
  { path: '/accounts', login: accounts.administrator },
  { path: '/accounts/new', login: accounts.administrator },
  { path: '/accounts/', login: accounts.administrator, list: '/accounts?limit=1' },
  { path: '/account', login: accounts.gatchina },
  { path: '/notices', login: accounts.susanino },
  { path: '/', login: accounts.administrator },
  { path: '/no-such-page', login: accounts.gatchina },
]

for (const language of ['ru', 'en'] as const) {
  test.describe(language, () => {
    for (const { path, login, list, tail = '' } of pages) {
      test(`${path}${list ? '{id}' : ''}${tail} ${login ?? 'nobody'}`, async ({ page }) => {
        const complaints = watchConsole(page)
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        await speak(page, language)
        if (login) await enter(page, login)
        const id = list ? (await read<Listed>(page.request, list)).items[0]?.id : ''
        await page.goto(`${path}${id}${tail}`)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
        await expectAccessible(page)
        await lookIn(page, 'dark')
        await expectAccessible(page)
        // A page that asks for what is not there is answered 404 or 401, and the browser says so.
        expect(complaints.filter((text) => !/ 4(01|04|22) /.test(text))).toEqual([])
      })
    }
  })
}

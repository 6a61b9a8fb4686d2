import { i18n } from '@lingui/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ProblemError } from './problem'
import { send } from './query'
import { session } from './session'

let seen: Request[] = []
const answer = (...answers: (() => Response | Promise<Response>)[]) =>
  vi.stubGlobal('fetch', async (request: Request) => {
    seen.push(request)
    return (answers[seen.length - 1] ?? answers.at(-1))?.()
  })
const ok = () =>
  new Response(JSON.stringify({ ok: true }), { headers: { 'Content-Type': 'application/json' } })
const problem = (status: number, code: string) => () =>
  new Response(JSON.stringify({ status, code, title: 'Нельзя', detail: 'Правило.', errors: [] }), { status })
const undo = (batch_id = 'b') => send('post', '/api/v1/deficits/matrix/undo', { body: { batch_id } })

beforeEach(() => {
  seen = []
  i18n.loadAndActivate({ locale: 'ru', messages: {} })
  session.open('account', 'assignment')
})
afterEach(() => vi.unstubAllGlobals())

it('says who asks, in which role and language', async () => {
  answer(ok)
  await undo()
  const { headers } = seen[0] as Request
  expect(headers.get('X-Opora-Client')).toBe('web')
  expect(headers.get('X-Opora-Assignment')).toBe('assignment')
  expect(headers.get('Accept-Language')).toBe('ru')
  expect(headers.get('Idempotency-Key')).toBeTruthy()
})

it('repeats a lost POST with the same key and starts a new one after an answer', async () => {
  answer(() => Promise.reject(new TypeError('network')), ok, ok)
  await expect(undo()).rejects.toMatchObject({ code: 'network' })
  await undo()
  await undo()
  const keys = seen.map((request) => request.headers.get('Idempotency-Key'))
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[1])
})

it('turns a refusal into a problem with its rule', async () => {
  answer(problem(409, 'route-not-allowed'))
  await expect(undo()).rejects.toMatchObject({ status: 409, code: 'route-not-allowed', detail: 'Правило.' })
  await expect(undo()).rejects.toBeInstanceOf(ProblemError)
})

it('tells once that the session ended, and that the role changed', async () => {
  const told: string[] = []
  const stop = session.subscribe((trouble) => told.push(trouble))
  answer(problem(401, 'unauthenticated'))
  await expect(undo()).rejects.toThrow()
  await expect(undo()).rejects.toThrow()
  seen = []
  answer(problem(409, 'assignment-changed'))
  await expect(undo()).rejects.toThrow()
  stop()
  expect(told).toEqual(['ended', 'assignment-changed'])
})

it('sends the version a change is based on', async () => {
  answer(ok)
  await send('patch', '/api/v1/programs/{program_id}', {
    path: { program_id: 'p' },
    version: 7,
    body: { common_threshold: 0.75 },
  })
  expect(seen[0]?.headers.get('If-Match')).toBe('"7"')
})

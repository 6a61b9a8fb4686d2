import { i18n } from '@lingui/core'
import createClient, { type Middleware } from 'openapi-fetch'
import { forgetKey, rememberKey } from './idempotency'
import { ProblemError } from './problem'
import type { paths } from './schema.gen'
import { session } from './session'

const SAFE = new Set(['GET', 'HEAD'])

const contextHeaders: Middleware = {
  async onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.locale)
    if (session.assignmentId) request.headers.set('X-Opora-Assignment', session.assignmentId)
    if (SAFE.has(request.method)) return
    request.headers.set('X-Opora-Client', 'web')
    if (request.method === 'POST') request.headers.set('Idempotency-Key', await rememberKey(request))
  },
}

const problems: Middleware = {
  async onResponse({ request, response }) {
    if (request.method === 'POST' && response.status < 500) forgetKey(request)
    if (response.ok) return
    const body = await response
      .clone()
      .json()
      .catch(() => ({}))
    const retryAfter = Number(response.headers.get('Retry-After')) || null
    const problem = new ProblemError(response.status, body, retryAfter)
    session.report(problem)
    throw problem
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return
    return new ProblemError(0, {})
  },
}

export const http = createClient<paths>({
  credentials: 'same-origin',
  fetch: (request) => fetch(request),
})
http.use(contextHeaders, problems)

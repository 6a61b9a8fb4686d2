/** One field that the server refused; `pointer` is a JSON pointer into the body that was sent. */
export interface FieldProblem {
  pointer: string
  code: string
  detail: string
}

/** Every refusal and every failure of the network, with texts that are ready to show. */
export class ProblemError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly fields: FieldProblem[]
  readonly retryAfter: number | null
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>, retryAfter: number | null = null) {
    const title = typeof body.title === 'string' ? body.title : ''
    super(title || `HTTP ${status}`)
    this.name = 'ProblemError'
    this.status = status
    this.body = body
    this.retryAfter = retryAfter
    this.title = title
    this.code = typeof body.code === 'string' ? body.code : status === 0 ? 'network' : 'unknown'
    this.detail = typeof body.detail === 'string' ? body.detail : ''
    this.fields = Array.isArray(body.errors) ? (body.errors as FieldProblem[]) : []
  }
}

export const isProblem = (error: unknown, code?: string): error is ProblemError =>
  error instanceof ProblemError && (code === undefined || error.code === code)

/** Field problems as form errors: `/baseline/value` becomes `baseline.value`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {}
  return Object.fromEntries(
    error.fields.map((field) => [
      field.pointer.replace(/^#?\/(?:body\/)?/, '').replaceAll('/', '.'),
      field.detail,
    ]),
  )
}

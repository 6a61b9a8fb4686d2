// A POST whose answer was lost must be repeated with the same key, otherwise "retry" creates twice.
// The key is therefore kept per address and body until an answer below 500 arrives.
const waiting = new Map<string, string>()
const names = new WeakMap<Request, string>()

/** `crypto.randomUUID` exists on secure origins only; a school's intranet may be plain http. */
export function newKey(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID()
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function rememberKey(request: Request): Promise<string> {
  const name = `${request.url}\n${await request.clone().text()}`
  names.set(request, name)
  const key = waiting.get(name) ?? newKey()
  waiting.set(name, key)
  return key
}

export function forgetKey(request: Request): void {
  const name = names.get(request)
  if (name) waiting.delete(name)
}

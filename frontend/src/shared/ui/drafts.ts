import { session } from '@/shared/api/session'

const PREFIX = 'opora.draft.'
const address = (name: string) => `${PREFIX}${session.accountId ?? 'nobody'}.${name}`

export function readDraft<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(address(name))
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

export function writeDraft(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(address(name), JSON.stringify(value))
  } catch {
    // A full or forbidden storage only means that a reload loses the text.
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(address(name))
  } catch {
    // Nothing was stored.
  }
}

export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
    }
  } catch {
    // Nothing was stored.
  }
}

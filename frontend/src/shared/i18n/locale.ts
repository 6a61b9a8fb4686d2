import { i18n } from '@lingui/core'

export type Locale = 'ru' | 'en'

const STORED = 'opora.locale'

export function initialLocale(): Locale {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'ru'
  } catch {
    return 'ru'
  }
}

export async function activate(locale: Locale): Promise<void> {
  const { messages } = locale === 'en' ? await import('./locales/en.po') : await import('./locales/ru.po')
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
  try {
    localStorage.setItem(STORED, locale)
  } catch {
    // A browser that keeps nothing still works, it only forgets the choice.
  }
}

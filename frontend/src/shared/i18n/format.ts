import { useLingui } from '@lingui/react'
import { useMemo } from 'react'

const tag = (locale: string) => (locale === 'en' ? 'en-GB' : 'ru-RU')
// "12 мая 2026 г." is how Intl writes it; on screen the year needs no "г.".
const tidy = (text: string) => text.replace(/\s?г\.$/, '').replace(/\s?г\.,/, ',')
const isDay = (value: string) => value.length === 10

export function formatDay(value: string, locale: string, now = new Date()): string {
  const date = new Date(isDay(value) ? `${value}T00:00:00` : value)
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return tidy(date.toLocaleDateString(tag(locale), { day: 'numeric', month: 'long', year }))
}

export function formatMoment(value: string, locale: string, now = new Date()): string {
  const time = new Date(value).toLocaleTimeString(tag(locale), { hour: '2-digit', minute: '2-digit' })
  return `${formatDay(value, locale, now)}, ${time}`
}

export function formatPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(tag(locale), { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(tag(locale), { maximumFractionDigits: 2 }).format(value)
}

/** The formatters bound to the language on screen. */
export function useFormat() {
  const { i18n } = useLingui()
  const locale = i18n.locale
  return useMemo(
    () => ({
      day: (value: string) => formatDay(value, locale),
      moment: (value: string) => formatMoment(value, locale),
      percent: (share: number) => formatPercent(share, locale),
      number: (value: number) => formatNumber(value, locale),
    }),
    [locale],
  )
}

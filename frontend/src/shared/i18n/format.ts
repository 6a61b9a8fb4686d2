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
  return `${formatDay(value, locale, now)}, ${formatTime(value, locale)}`
}

export function formatTime(value: string, locale: string): string {
  return new Date(value).toLocaleTimeString(tag(locale), { hour: '2-digit', minute: '2-digit' })
}

/** The name of a month with its year: декабрь 2026. */
export function formatMonth(value: string, locale: string): string {
  const month = new Date(`${value.slice(0, 7)}-01T00:00:00`)
  return tidy(month.toLocaleDateString(tag(locale), { month: 'long', year: 'numeric' }))
}

/** The local day of an instant, as ISO: what calendars sort by. */
export function localDay(value: string): string {
  const date = new Date(isDay(value) ? `${value}T00:00:00` : value)
  return `${date.getFullYear()}-${`${date.getMonth() + 1}`.padStart(2, '0')}-${`${date.getDate()}`.padStart(2, '0')}`
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
      time: (value: string) => formatTime(value, locale),
      month: (value: string) => formatMonth(value, locale),
      date: localDay,
      weekday: (value: string) =>
        new Date(`${value}T00:00:00`).toLocaleDateString(tag(locale), { weekday: 'short' }),
      percent: (share: number) => formatPercent(share, locale),
      number: (value: number) => formatNumber(value, locale),
    }),
    [locale],
  )
}

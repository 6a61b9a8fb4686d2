import { useLingui } from '@lingui/react'
import { useRouterState } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import { entries } from './navigation'

/** The sections open to this person, with the one that is on screen marked. */
export function useEntries() {
  const { i18n } = useLingui()
  const can = useCan()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const open = entries.filter((entry) => !entry.permission || can(entry.permission))
  const within = (to: string) => path === to || (to !== '/' && path.startsWith(`${to}/`))
  const current = open
    .filter((entry) => within(entry.to))
    .reduce((longest, entry) => (entry.to.length > longest.length ? entry.to : longest), '')
  return open.map((entry) => ({
    ...entry,
    title: i18n._(entry.label),
    brief: i18n._(entry.short ?? entry.label),
    isCurrent: entry.to === current,
  }))
}
export type OpenEntry = ReturnType<typeof useEntries>[number]

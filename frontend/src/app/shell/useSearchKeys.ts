import { useCallback, useEffect, useState } from 'react'

/** Ctrl+K opens the search everywhere; "/" goes to the search of the page, or opens the common one. */
export function useSearchKeys() {
  const [opened, setOpened] = useState(false)
  const open = useCallback(() => setOpened(true), [])
  const close = useCallback(() => setOpened(false), [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK') {
        event.preventDefault()
        setOpened(true)
        return
      }
      const target = event.target as HTMLElement
      const slash = event.key === '/' || (event.code === 'Slash' && event.key === '.')
      if (!slash || target.matches('input, textarea, select') || event.ctrlKey || event.altKey) return
      if (document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      const field = document.querySelector<HTMLInputElement>('input[data-page-search]')
      if (field) field.focus()
      else setOpened(true)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return { opened, open, close }
}

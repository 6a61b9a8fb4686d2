import { type RefObject, useEffect } from 'react'

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="grid"] *, [role="menu"] *'))

/** j and k, or the arrows once a row has focus, walk over the rows; Enter is the link's own. */
export function useRowKeys(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const walk = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      const links = Array.from(box.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])
      const current = links.indexOf(document.activeElement as HTMLElement)
      const arrow = current >= 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      const down = event.code === 'KeyJ' || (arrow && event.key === 'ArrowDown')
      const up = event.code === 'KeyK' || (arrow && event.key === 'ArrowUp')
      const next = down ? links[current + 1] : up ? links[Math.max(current - 1, 0)] : undefined
      if (!next || document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      next.focus()
    }
    document.addEventListener('keydown', walk)
    return () => document.removeEventListener('keydown', walk)
  }, [box])
}

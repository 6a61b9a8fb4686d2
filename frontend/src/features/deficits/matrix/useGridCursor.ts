import { type KeyboardEvent, useRef, useState } from 'react'

type Place = [row: number, column: number]

const STEPS: Record<string, Place> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** One cell of the grid is in the tab order; arrows move it, Shift widens the selection. */
export function useGridCursor(rows: number, columns: number) {
  const box = useRef<HTMLTableElement>(null)
  const [[row, column], setPlace] = useState<Place>([0, 0])
  const [anchor, setAnchor] = useState<Place>([0, 0])

  const go = (next: Place, widen: boolean) => {
    const r = Math.min(Math.max(next[0], 0), rows - 1)
    const c = Math.min(Math.max(next[1], 0), columns - 1)
    setPlace([r, c])
    if (!widen) setAnchor([r, c])
    box.current?.querySelector<HTMLElement>(`[data-cell="${r}-${c}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const step = STEPS[event.key]
    const edge: Place | null =
      event.key === 'Home' ? [row, 0] : event.key === 'End' ? [row, columns - 1] : null
    if (!step && !edge) return false
    event.preventDefault()
    go(edge ?? [row + (step?.[0] ?? 0), column + (step?.[1] ?? 0)], event.shiftKey)
    return true
  }
  const within = (value: number, one: number, other: number) =>
    value >= Math.min(one, other) && value <= Math.max(one, other)
  const isSelected = (r: number, c: number) => within(r, row, anchor[0]) && within(c, column, anchor[1])
  const selected = (): Place[] => {
    const places: Place[] = []
    for (let r = Math.min(row, anchor[0]); r <= Math.max(row, anchor[0]); r += 1) {
      for (let c = Math.min(column, anchor[1]); c <= Math.max(column, anchor[1]); c += 1) places.push([r, c])
    }
    return places
  }
  return { box, row, column, go, onKeyDown, isSelected, selected }
}

import { useRef, useState } from 'react'
import { dropDraft, readDraft, writeDraft } from '@/shared/ui/drafts'
import { cellKey, type Grid } from './model'
import { parsePaste } from './paste'

export type Pending = Record<string, number>

export interface PasteReport {
  taken: number
  occupied: number
  outside: number
  unknown: string[]
}

/** How many steps Ctrl+Z goes back. */
const STEPS = 50

/** Marks that are typed and not saved yet; they outlive a reload. */
export function useEntry(programId: string, grid: Grid) {
  const draft = `matrix.${programId}`
  const [pending, setPending] = useState<Pending>(() => readDraft<Pending>(draft) ?? {})
  const [report, setReport] = useState<PasteReport | null>(null)
  const past = useRef<Pending[]>([])

  const show = (next: Pending) => {
    setPending(next)
    if (Object.keys(next).length > 0) writeDraft(draft, next)
    else dropDraft(draft)
  }
  const replace = (next: Pending) => {
    past.current = [...past.current.slice(-STEPS), pending]
    show(next)
  }
  const keyAt = (row: number, column: number): string | null => {
    const school = grid.schools[row]
    const type = grid.types[column]
    return school && type ? cellKey(school.id, type.id) : null
  }
  return {
    pending,
    report,
    count: Object.keys(pending).length,
    clear: () => replace({}),
    /** Saved: what was marked is no longer the grid's own to take back. */
    saved: () => {
      past.current = []
      show({})
    },
    undo: () => {
      const before = past.current.pop()
      setReport(null)
      if (before) show(before)
    },
    refuse: (text: string) => setReport({ taken: 0, occupied: 0, outside: 0, unknown: [text] }),
    mark: (cells: [row: number, column: number][], severity: number | null) => {
      const next = { ...pending }
      for (const [row, column] of cells) {
        const key = keyAt(row, column)
        if (!key || grid.cells.has(key)) continue
        if (severity === null) delete next[key]
        else next[key] = severity
      }
      setReport(null)
      replace(next)
    },
    paste: (text: string, atRow: number, atColumn: number) => {
      const { values, unknown } = parsePaste(text)
      const next = { ...pending }
      const done: PasteReport = { taken: 0, occupied: 0, outside: 0, unknown }
      for (const { row, column, severity } of values) {
        const key = keyAt(atRow + row, atColumn + column)
        if (!key) done.outside += 1
        else if (grid.cells.has(key)) done.occupied += 1
        else {
          next[key] = severity
          done.taken += 1
        }
      }
      setReport(done)
      replace(next)
    },
    entries: () =>
      Object.entries(pending).map(([key, severity]) => {
        const [school_id = '', type_id = ''] = key.split(' ')
        return { school_id, type_id, severity }
      }),
  }
}
export type Entry = ReturnType<typeof useEntry>

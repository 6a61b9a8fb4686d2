export interface PastedValue {
  /** Rows below and columns to the right of the cell that had focus. */
  row: number
  column: number
  severity: number
}

export interface Pasted {
  values: PastedValue[]
  /** Pieces that are neither empty nor 1, 2 or 3. */
  unknown: string[]
}

/** A column or a block copied from a spreadsheet: lines are schools, tabs are types. */
export function parsePaste(text: string): Pasted {
  const values: PastedValue[] = []
  const unknown: string[] = []
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  lines.forEach((line, row) => {
    line.split('\t').forEach((piece, column) => {
      const mark = piece.trim()
      if (mark === '' || mark === '0' || mark === '-' || mark === '–') return
      if (/^[123]$/.test(mark)) values.push({ row, column, severity: Number(mark) })
      else unknown.push(mark)
    })
  })
  return { values, unknown }
}

import type { Matrix } from '@/shared/api/types'
import { components } from '@/shared/i18n/labels'

export type MatrixCell = Matrix['cells'][number]
export type MatrixType = Matrix['types'][number]
export type MatrixSchool = Matrix['schools'][number]

export const cellKey = (schoolId: string, typeId: string) => `${schoolId} ${typeId}`

export interface Grid {
  /** Types in the order of the components, so that the groups of the header are whole. */
  types: MatrixType[]
  groups: { component: string; types: MatrixType[] }[]
  schools: MatrixSchool[]
  categories: { category: string; schools: MatrixSchool[] }[]
  cells: Map<string, MatrixCell>
}

function grouped<T>(rows: T[], name: (row: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(name(row), [...(groups.get(name(row)) ?? []), row])
  return [...groups]
}

export function buildGrid(matrix: Matrix, everyType: boolean): Grid {
  const held = new Set(matrix.cells.map((cell) => cell.type_id))
  const shown = everyType ? matrix.types : matrix.types.filter((type) => held.has(type.id))
  const order = Object.keys(components)
  const groups = grouped(shown, (type) => type.component)
    .map(([component, types]) => ({ component, types }))
    .sort((one, other) => order.indexOf(one.component) - order.indexOf(other.component))
  const categories = grouped(matrix.schools, (school) => school.category).map(([category, schools]) => ({
    category,
    schools,
  }))
  return {
    groups,
    types: groups.flatMap((group) => group.types),
    categories,
    schools: categories.flatMap((category) => category.schools),
    cells: new Map(matrix.cells.map((cell) => [cellKey(cell.school_id, cell.type_id), cell])),
  }
}

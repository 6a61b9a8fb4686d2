/** Keeps the named search parameters that are filled; everything else falls out of the address. */
export const pick =
  <K extends string>(...names: K[]) =>
  (search: Record<string, unknown>): { [N in K]?: string } => {
    const kept: { [N in K]?: string } = {}
    for (const name of names) {
      const value = search[name]
      if (typeof value === 'string' && value) kept[name] = value
    }
    return kept
  }

const iso = (date: Date) =>
  `${date.getFullYear()}-${`${date.getMonth() + 1}`.padStart(2, '0')}-${`${date.getDate()}`.padStart(2, '0')}`

/** The weeks of a month from Monday to Sunday, with the days of its neighbours that fill them. */
export function monthGrid(month: string): string[][] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const first = new Date(year, number - 1, 1)
  const start = new Date(year, number - 1, 1 - ((first.getDay() + 6) % 7))
  const last = new Date(year, number, 0)
  const weeks: string[][] = []
  for (const day = start; day <= last; ) {
    const week: string[] = []
    for (let count = 0; count < 7; count += 1) {
      week.push(iso(day))
      day.setDate(day.getDate() + 1)
    }
    weeks.push(week)
  }
  return weeks
}

export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return iso(new Date(year, number - 1 + by, 1)).slice(0, 7)
}

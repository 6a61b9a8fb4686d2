/** A local day and hour as an instant with its offset; empty when either is missing. */
export function instant(day: string, time: string): string | null {
  if (!day || !time) return null
  const at = new Date(`${day}T${time}:00`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** The local hour of an instant, as a time field takes it. */
export function timeOf(value: string): string {
  const at = new Date(value)
  return `${`${at.getHours()}`.padStart(2, '0')}:${`${at.getMinutes()}`.padStart(2, '0')}`
}

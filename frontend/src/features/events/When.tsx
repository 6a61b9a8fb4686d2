import { useFormat } from '@/shared/i18n/format'

/** A day and its hours, written once: 9 декабря, 10:00–10:45. */
export function When({ starts, ends }: { starts: string; ends: string }) {
  const format = useFormat()
  const sameDay = format.date(starts) === format.date(ends)
  return (
    <span className="figures">
      {format.moment(starts)}–{sameDay ? format.time(ends) : format.moment(ends)}
    </span>
  )
}

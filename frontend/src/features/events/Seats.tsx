import { Plural, Trans } from '@lingui/react/macro'

/** Students and parents are counted, not seated. */
export const takesSeats = (audience: string[]) =>
  audience.some((one) => one === 'teachers' || one === 'administrators')

interface SeatsProps {
  seats: { taken: number; waiting: number; requested: number }
  capacity: number | null
}

/** What is left, and how many wait. */
export function Seats({ seats, capacity }: SeatsProps) {
  const { taken, waiting, requested } = seats
  return (
    <span className="figures">
      {capacity === null ? (
        <Plural value={taken} one="# участник" few="# участника" many="# участников" other="# участника" />
      ) : (
        <Trans>
          занято {taken} из {capacity}
        </Trans>
      )}
      {waiting > 0 && <Trans>, ждут {waiting}</Trans>}
      {requested > 0 && <Trans>, на согласовании {requested}</Trans>}
    </span>
  )
}

import { Trans } from '@lingui/react/macro'
import type { Program } from '@/shared/api/types'

const year = (day: string) => day.slice(0, 4)

export function Period({ program }: { program: Program }) {
  const { declared_from, declared_to, extended_to, is_synthetic_extension } = program
  return (
    <span className="figures">
      {year(declared_from)}–{year(declared_to)}
      {extended_to && (
        <>
          {', '}
          {is_synthetic_extension ? (
            <Trans>для показа продлена до {year(extended_to)}</Trans>
          ) : (
            <Trans>продлена до {year(extended_to)}</Trans>
          )}
        </>
      )}
    </span>
  )
}

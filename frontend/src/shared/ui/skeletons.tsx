import { Trans } from '@lingui/react/macro'
import { Skeleton, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'

const Waiting = ({ children }: { children: ReactNode }) => (
  <div aria-busy="true">
    <VisuallyHidden role="status">
      <Trans>Загружается…</Trans>
    </VisuallyHidden>
    {children}
  </div>
)
const times = (count: number) => Array.from({ length: count }, (_, index) => index)

export const RowsSkeleton = ({ rows = 6 }: { rows?: number }) => (
  <Waiting>
    {times(rows).map((row) => (
      <Skeleton key={row} height={20} my={14} width={`${92 - (row % 3) * 9}%`} />
    ))}
  </Waiting>
)

export const CardSkeleton = () => (
  <Waiting>
    <Skeleton height={14} width={120} />
    <Skeleton height={30} width="60%" mt={10} />
    <Skeleton height={16} width={180} mt={14} />
    <Skeleton height={16} width="80%" mt={14} />
    {times(3).map((block) => (
      <Skeleton key={block} height={72} mt={28} />
    ))}
  </Waiting>
)

export const GridSkeleton = () => (
  <Waiting>
    <Skeleton height={180} />
    {times(8).map((row) => (
      <Skeleton key={row} height={34} mt={4} />
    ))}
  </Waiting>
)

import { Trans, useLingui } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { shortScopes, useLabel } from '@/shared/i18n/labels'
import classes from './matrix.module.css'
import type { MatrixType } from './model'

interface TypeTotalProps {
  type: MatrixType
  total: number
  programId: string
}

/** How many low-result schools hold the type, and what follows; leads to the decision with its figures. */
export function TypeTotal({ type, total, programId }: TypeTotalProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { holders, decided_scope, proposed_scope } = type
  const scope = decided_scope
    ? label(shortScopes, decided_scope)
    : proposed_scope
      ? t`${label(shortScopes, proposed_scope)}?`
      : ''
  return (
    <Link
      to="/deficits/decisions"
      search={{ program_id: programId, type_id: type.id }}
      className={classes.total}
    >
      <VisuallyHidden>{type.title}: </VisuallyHidden>
      <span className={classes.ratio}>
        <Trans>
          {holders} из {total}
        </Trans>
      </span>
      <span className={classes.scope} data-decided={decided_scope ? true : undefined}>
        {scope}
      </span>
    </Link>
  )
}

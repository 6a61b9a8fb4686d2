import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useRef } from 'react'
import { useMe } from '@/features/identity/session'
import type { Home } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { roles, useLabel } from '@/shared/i18n/labels'
import { State, type Tone } from '@/shared/ui/State'
import { useRowKeys } from '@/shared/ui/useRowKeys'
import classes from './HomePage.module.css'
import { waitingSearch, waitingSteps, waitingTitles } from './waiting'

type Group = Home['waiting'][number]
type Row = Group['items'][number]

/** A decision about scope concerns a whole type; everything else happens on the card of one deficit. */
const destination = (row: Row, decides: boolean): LinkProps => {
  const { deficit_id, program_id, type_id } = row
  if (deficit_id) return { to: '/deficits/$deficitId', params: { deficitId: deficit_id } }
  return decides
    ? { to: '/deficits/decisions', search: { program_id, type_id } }
    : { to: '/deficits', search: { program_id, type_id, status: 'identified' } }
}

/**
 * One reason of standing still: who must move, since when, and the rows with their one step. `alone`: nobody else's
 * moves wait for the same reason, so the list of that reason is this group.
 */
export function WaitingGroup({ group, alone }: { group: Group; alone: boolean }) {
  const { i18n } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const decides = useMe().permissions.includes('deficits.aggregate')
  const anyOf = new Intl.ListFormat(i18n.locale, { type: 'disjunction' })
  const box = useRef<HTMLDivElement>(null)
  useRowKeys(box)
  const tone: Tone = group.mine ? 'attention' : 'waiting'
  const shown = group.items.reduce((sum, row) => sum + row.schools, 0)
  return (
    <div ref={box} className={classes.group}>
      <h3 className={classes.groupTitle}>
        <State tone={tone}>{label(waitingTitles, group.kind)}</State>
        <span className={classes.count}>{group.count}</span>
      </h3>
      <p className={classes.move}>
        {!group.mine && <Trans>Ход: {anyOf.format(group.roles.map((role) => label(roles, role)))}. </Trans>}
        {group.oldest && <Trans>Самое давнее — с {format.day(group.oldest)}.</Trans>}
      </p>
      <ul className={classes.rows}>
        {group.items.map((row) => (
          <li key={row.deficit_id ?? row.type_id}>
            <div className={classes.what}>
              <Link {...destination(row, decides)} data-row-link>
                {row.title}
              </Link>
              <span className={classes.who}>
                {row.school ?? (
                  <Plural value={row.schools} one="# школа" few="# школы" many="# школ" other="# школы" />
                )}
              </span>
            </div>
            <span className={classes.since}>
              <Trans>с {format.day(row.since)}</Trans>
            </span>
            <Link {...destination(row, decides)} className={classes.step} tabIndex={-1} aria-hidden="true">
              {group.mine ? label(waitingSteps, group.kind) : <Trans>Открыть</Trans>}
            </Link>
          </li>
        ))}
      </ul>
      {group.count > shown && (
        <Link to="/deficits" search={waitingSearch[group.kind]} className={classes.more}>
          {alone ? <Trans>Все {group.count} →</Trans> : <Trans>Весь список →</Trans>}
        </Link>
      )}
    </div>
  )
}

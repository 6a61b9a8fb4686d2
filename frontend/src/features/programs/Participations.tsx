import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import { schoolCategories, useLabel } from '@/shared/i18n/labels'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import classes from './programs.module.css'

/** The programmes a school takes part in, on its card. */
export function Participations({ schoolId }: { schoolId: string }) {
  const { t } = useLingui()
  const label = useLabel()
  const participations = useQuery(
    apiQuery('/api/v1/schools/{school_id}/participations', { path: { school_id: schoolId } }),
  )
  return (
    <Section title={t`Участие в программах`}>
      <Loaded query={participations} skeleton={<RowsSkeleton rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.muted}>
              <Trans>Школа пока не участвует ни в одной программе.</Trans>
            </p>
          ) : (
            <ul className={classes.schools}>
              {items.map((item) => (
                <li key={`${item.program_id}-${item.category}-${item.joined_on}`}>
                  <Link to="/programs/$programId" params={{ programId: item.program_id }}>
                    {item.program_title}
                  </Link>
                  <span className={classes.muted}>
                    {label(schoolCategories, item.category)}
                    {item.mentor_level !== null && <Trans>, школа {item.mentor_level}-го уровня</Trans>}
                    {item.left_on !== null && <Trans>, больше не участвует</Trans>}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import type { Participant, Program } from '@/shared/api/types'
import { schoolCategories, useLabel } from '@/shared/i18n/labels'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import classes from './programs.module.css'

/** The schools of a programme by the four categories; an empty one stays in sight and says why. */
export function Participants({ program }: { program: Program }) {
  const { t } = useLingui()
  const label = useLabel()
  const participants = useQuery(
    apiQuery('/api/v1/programs/{program_id}/participants', { path: { program_id: program.id } }),
  )
  const inCategory = (items: Participant[], category: string) =>
    items.filter((item) => item.category === category && item.left_on === null)
  return (
    <Section title={t`Участники`}>
      <Loaded query={participants}>
        {({ items, groups }) => (
          <div className={classes.groups}>
            {groups.map(({ category, count }) => (
              <section key={category} className={classes.group}>
                <h3>
                  {label(schoolCategories, category)} <span className={classes.muted}>{count}</span>
                </h3>
                {count === 0 ? (
                  <p className={classes.muted}>
                    <Trans>В программе эта категория названа, но школ в ней пока нет.</Trans>
                  </p>
                ) : (
                  <ul className={classes.schools}>
                    {inCategory(items, category).map(({ id, school, mentor_level }) => (
                      <li key={id}>
                        <Link to="/schools/$schoolId" params={{ schoolId: school.id }}>
                          {school.full_name}
                        </Link>
                        {mentor_level !== null && (
                          <span className={classes.muted}>
                            <Trans>{mentor_level}-й уровень</Trans>
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                )}
              </section>
            ))}
          </div>
        )}
      </Loaded>
    </Section>
  )
}

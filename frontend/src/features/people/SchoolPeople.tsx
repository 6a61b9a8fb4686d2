import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { apiQuery } from '@/shared/api/query'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { Positions } from './Positions'
import classes from './people.module.css'

const SHOWN = 30

export function SchoolPeople({ schoolId }: { schoolId: string }) {
  const { t } = useLingui()
  const people = useQuery(
    apiQuery('/api/v1/people', { query: { school_id: schoolId, limit: SHOWN, include_total: true } }),
  )
  return (
    <Section title={t`Люди`} count={people.data?.total ?? undefined}>
      <Loaded query={people} skeleton={<RowsSkeleton rows={4} />}>
        {({ items, next_cursor }) => (
          <>
            {items.length === 0 && (
              <p className={classes.note}>
                <Trans>Сотрудников школы в системе пока нет. Их добавляет директор школы.</Trans>
              </p>
            )}
            <ul className={classes.people}>
              {items.map((person) => (
                <li key={person.id}>
                  <span>{person.name}</span>
                  <Positions person={person} />
                </li>
              ))}
            </ul>
            {next_cursor && (
              <Link to="/people" search={{ school_id: schoolId }}>
                <Trans>Все сотрудники →</Trans>
              </Link>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

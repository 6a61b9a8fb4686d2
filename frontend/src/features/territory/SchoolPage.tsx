import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { SchoolDeficits } from '@/features/deficits/list/SchoolDeficits'
import { useCan } from '@/features/identity/session'
import { SchoolPeople } from '@/features/people/SchoolPeople'
import { Participations } from '@/features/programs/Participations'
import { apiQuery } from '@/shared/api/query'
import type { SchoolDetail } from '@/shared/api/types'
import { identifierSystems, schoolTypes, useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Facts } from '@/shared/ui/Facts'
import { Loaded } from '@/shared/ui/Loaded'
import { Page, Section } from '@/shared/ui/Page'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { SchoolAliases } from './SchoolAliases'
import { SchoolStates } from './SchoolStates'
import { SchoolStatusLine } from './SchoolStatusLine'

const route = getRouteApi('/shell/schools/$schoolId')

export default function SchoolPage() {
  const { schoolId } = route.useParams()
  const school = useQuery(apiQuery('/api/v1/schools/{school_id}', { path: { school_id: schoolId } }))
  return (
    <Loaded query={school} skeleton={<CardSkeleton />}>
      {(data) => <SchoolCard key={data.id} school={data} />}
    </Loaded>
  )
}

function SchoolCard({ school }: { school: SchoolDetail }) {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  return (
    <Page
      title={school.full_name}
      parent={
        <Link to="/schools" search={{ municipality_id: school.municipality.id }}>
          {school.municipality.name}
        </Link>
      }
      status={<SchoolStates statuses={school.statuses} />}
      story={
        [school.is_hub && t`Опорная школа наставничества.`, school.is_resource_center && t`Ресурсный центр.`]
          .filter(Boolean)
          .join(' ') || undefined
      }
      actions={
        can('deficits.diagnose') && (
          <ButtonLink to="/deficits/new" search={{ school_id: school.id }}>
            <Trans>Записать дефицит</Trans>
          </ButtonLink>
        )
      }
    >
      {can('deficits.read') && <SchoolDeficits schoolId={school.id} />}
      <SchoolStatusLine school={school} />
      {can('participants.read') && <Participations schoolId={school.id} />}
      {can('people.read') && <SchoolPeople schoolId={school.id} />}
      <Section title={t`Сведения`}>
        <Facts
          items={[
            [t`Краткое название`, school.short_name],
            [t`Тип`, label(schoolTypes, school.type)],
            [t`Код в системе`, school.code],
            ...school.identifiers.map(({ system, value }): [string, string] => [
              label(identifierSystems, system),
              value,
            ]),
          ]}
        />
        <SchoolAliases school={school} />
      </Section>
    </Page>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import { apiQuery } from '@/shared/api/query'
import type { Program } from '@/shared/api/types'
import { networkModels, programKinds, programStatuses, useLabel } from '@/shared/i18n/labels'
import { ButtonLink } from '@/shared/ui/buttons'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import { CardSkeleton } from '@/shared/ui/skeletons'
import { Participants } from './Participants'
import { Period } from './Period'
import { Policy } from './Policy'
import { programQuery } from './programQuery'

const route = getRouteApi('/shell/programs/$programId')

export default function ProgramPage() {
  const { programId } = route.useParams()
  const program = useQuery(programQuery(programId))
  return (
    <Loaded query={program} skeleton={<CardSkeleton />}>
      {(data) => <ProgramCard key={data.id} program={data} />}
    </Loaded>
  )
}

function ProgramCard({ program }: { program: Program }) {
  const { t } = useLingui()
  const can = useCan()
  const label = useLabel()
  const parent = useQuery({
    ...apiQuery('/api/v1/programs/{program_id}', { path: { program_id: program.parent_id ?? '' } }),
    enabled: program.parent_id !== null,
  })
  return (
    <Page
      title={program.title}
      parent={
        <Link to="/programs">
          <Trans>Программы</Trans>
        </Link>
      }
      status={
        <>
          <State tone={program.status === 'active' ? 'work' : 'stopped'}>
            {label(programStatuses, program.status)}
          </State>
          <Period program={program} />
        </>
      }
      story={
        <>
          {[
            label(programKinds, program.kind),
            program.municipality?.name ?? t`вся область`,
            program.model && label(networkModels, program.model),
          ]
            .filter(Boolean)
            .join(', ')}
          .
          {parent.data && (
            <>
              {' '}
              <Trans>
                Часть программы{' '}
                <Link to="/programs/$programId" params={{ programId: parent.data.id }}>
                  {parent.data.title}
                </Link>
                .
              </Trans>
            </>
          )}
        </>
      }
      actions={
        program.municipality &&
        can('deficits.matrix') && (
          <ButtonLink to="/deficits/matrix" search={{ program_id: program.id }} variant="default">
            <Trans>Матрица дефицитов</Trans>
          </ButtonLink>
        )
      }
    >
      {program.municipality && <Policy program={program} />}
      {can('participants.read') && <Participants program={program} />}
    </Page>
  )
}

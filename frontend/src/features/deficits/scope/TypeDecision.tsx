import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useCan } from '@/features/identity/session'
import type { PrevalenceItem } from '@/shared/api/types'
import { Section } from '@/shared/ui/Page'
import { useIsPhone } from '@/shared/ui/useIsPhone'
import { DecideForm } from './DecideForm'
import { DecisionHistory } from './DecisionHistory'
import classes from './scope.module.css'

/** One type: the figures, the schools behind them, the decision. */
export function TypeDecision({ item, programId }: { item: PrevalenceItem; programId: string }) {
  const { t } = useLingui()
  const can = useCan()
  const phone = useIsPhone()
  const { holders, participants, schools_with, schools_without, type, waiting, explanation } = item
  const share = participants > 0 ? (holders / participants) * 100 : 0
  return (
    <div className={classes.detail}>
      {phone && (
        <Link to="/deficits/decisions" search={{ program_id: programId }}>
          <Trans>← Все виды</Trans>
        </Link>
      )}
      <h2 className={classes.title}>{type.title}</h2>
      <div>
        <p className={classes.explanation}>{explanation}</p>
        <div className={classes.scale} aria-hidden="true">
          <span className={classes.share} style={{ width: `${share}%` }} />
          <span className={classes.threshold} style={{ left: `${item.threshold * 100}%` }} />
        </div>
        {waiting > 0 && (
          <p className={classes.note}>
            <Plural
              value={waiting}
              one="Решения ждёт # дефицит этого вида."
              few="Решения ждут # дефицита этого вида."
              many="Решения ждут # дефицитов этого вида."
              other="Решения ждут # дефицита этого вида."
            />
          </p>
        )}
      </div>
      {can('deficits.decide_scope') && <DecideForm item={item} programId={programId} />}
      <Schools title={t`Есть у школ`} schools={schools_with} programId={programId} typeId={type.id} />
      <Schools title={t`Нет у школ`} schools={schools_without} />
      {can('deficits.decisions') && <DecisionHistory programId={programId} typeId={type.id} />}
    </div>
  )
}

interface SchoolsProps {
  title: string
  schools: PrevalenceItem['schools_with']
  programId?: string
  typeId?: string
}

function Schools({ title, schools, programId, typeId }: SchoolsProps) {
  if (schools.length === 0) return null
  return (
    <Section
      title={title}
      count={schools.length}
      actions={
        typeId && (
          <Link to="/deficits" search={{ program_id: programId, type_id: typeId }}>
            <Trans>Дефициты этого вида</Trans>
          </Link>
        )
      }
    >
      <ul className={classes.schools}>
        {schools.map((school) => (
          <li key={school.id}>
            <Link to="/schools/$schoolId" params={{ schoolId: school.id }}>
              {school.short_name}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Deficit, Measurement } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { directions, measurementKinds, useLabel } from '@/shared/i18n/labels'
import { Section } from '@/shared/ui/Page'
import { State } from '@/shared/ui/State'
import classes from './card.module.css'
import { MeasurementDialog } from './MeasurementDialog'

export function MeasurementsSection({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  const { improvement, measurements } = deficit
  return (
    <Section
      title={t`Измерения`}
      actions={
        deficit.allowed_actions.includes('add_interim') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            <Trans>Записать промежуточное измерение</Trans>
          </Button>
        )
      }
    >
      {improvement && (
        <p>
          <State tone={improvement.reached === null ? 'waiting' : improvement.reached ? 'done' : 'attention'}>
            {improvement.text}
          </State>
        </p>
      )}
      {measurements.length === 0 ? (
        <p className={classes.muted}>
          {deficit.qualitative ? (
            <Trans>Дефицит качественный: числом не измеряется.</Trans>
          ) : (
            <Trans>Исходного измерения ещё нет. Без него дефицит нельзя подтвердить.</Trans>
          )}
        </p>
      ) : (
        <ul className={classes.rows}>
          {measurements.map((measurement) => (
            <MeasurementRow key={measurement.id} measurement={measurement} />
          ))}
        </ul>
      )}
      {adding && <MeasurementDialog deficit={deficit} kind="interim" onClose={() => setAdding(false)} />}
    </Section>
  )
}

function MeasurementRow({ measurement }: { measurement: Measurement }) {
  const label = useLabel()
  const format = useFormat()
  const { value, scale, target, direction, note, source } = measurement
  const unit = scale ?? ''
  return (
    <li>
      <span>
        <span className={classes.figure}>{value === null ? note : `${format.number(value)} ${unit}`}</span>
        {measurement.kind === 'baseline' && target !== null && (
          <span className={classes.muted}>
            {', '}
            <Trans>цель — {format.number(target)}</Trans>
            {direction && `, ${label(directions, direction)}`}
          </span>
        )}
        <span className={classes.detail}>
          {[
            label(measurementKinds, measurement.kind),
            source,
            measurement.by_name,
            value === null ? null : note,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className={classes.muted}>{format.day(measurement.measured_on)}</span>
    </li>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Program } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { routings, schoolCategories, useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { Section } from '@/shared/ui/Page'
import { PolicyForm } from './PolicyForm'

/** How the programme treats deficits: threshold, routing, who may mentor an individual deficit. */
export function Policy({ program }: { program: Program }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const statuses = program.individual_route_statuses.map((status) => label(schoolCategories, status))
  return (
    <Section
      title={t`Правила работы с дефицитами`}
      actions={
        !editing &&
        program.allowed_actions.includes('update') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            <Trans>Изменить правила</Trans>
          </Button>
        )
      }
    >
      {editing ? (
        <PolicyForm program={program} onClose={() => setEditing(false)} />
      ) : (
        <Facts
          items={[
            [
              t`Порог общего дефицита`,
              <Trans key="threshold">
                {format.percent(program.common_threshold)} школ с низкими результатами
              </Trans>,
            ],
            [t`Маршрутизация`, label(routings, program.deficit_routing)],
            [t`Кто помогает при индивидуальном дефиците`, statuses.join(', ')],
          ]}
        />
      )}
    </Section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Deficit } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { components, deficitRoutes, natures, useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { Section } from '@/shared/ui/Page'
import { EditDeficitDialog } from './EditDeficitDialog'

export function DescriptionSection({ deficit }: { deficit: Deficit }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const none = t`не указано`
  const items: [string, string][] = [
    [t`Что наблюдается`, deficit.description ?? none],
    ...(deficit.growth_point ? [[t`Точка роста`, deficit.growth_point] as [string, string]] : []),
    [t`Составляющая`, label(components, deficit.component)],
    [t`Природа`, label(natures, deficit.nature)],
    [t`Путь закрытия`, deficit.route ? label(deficitRoutes, deficit.route) : none],
    [t`Записан`, format.day(deficit.opened_on)],
    ...(deficit.deferred_until
      ? [[t`Отложен до`, format.day(deficit.deferred_until)] as [string, string]]
      : []),
    ...(deficit.closed_on ? [[t`Закрыт`, format.day(deficit.closed_on)] as [string, string]] : []),
    ...(deficit.closure_note ? [[t`Обоснование закрытия`, deficit.closure_note] as [string, string]] : []),
  ]
  return (
    <Section
      title={t`Описание`}
      actions={
        deficit.allowed_actions.includes('update') && (
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
            <Trans>Изменить</Trans>
          </Button>
        )
      }
    >
      <Facts items={items} />
      {editing && <EditDeficitDialog deficit={deficit} onClose={() => setEditing(false)} />}
    </Section>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Program } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { routings, schoolCategories, useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { Section } from '@/shared/ui/Page'
import { PolicyForm } from './PolicyForm'
import classes from './programs.module.css'

/** How the programme treats deficits: threshold, routing, who may mentor an individual deficit. */
export function Policy({ program }: { program: Program }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const [saved, setSaved] = useState(false)
  const said = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    // The form was longer than what replaces it: without this the eye is left below the result.
    if (saved) said.current?.focus()
    if (saved) said.current?.scrollIntoView({ block: 'center' })
  }, [saved])
  const open = () => {
    setSaved(false)
    setEditing(true)
  }
  const close = (done: boolean) => {
    setEditing(false)
    setSaved(done)
  }
  const statuses = program.individual_route_statuses.map((status) => label(schoolCategories, status))
  return (
    <Section
      title={t`Правила работы с дефицитами`}
      actions={
        !editing &&
        program.allowed_actions.includes('update') && (
          <Button size="compact-sm" variant="subtle" onClick={open}>
            <Trans>Изменить правила</Trans>
          </Button>
        )
      }
    >
      {editing ? (
        <PolicyForm program={program} onClose={close} />
      ) : (
        <>
          {saved && (
            <p ref={said} role="status" tabIndex={-1} className={classes.saved}>
              <Trans>Правила сохранены и действуют с этой минуты.</Trans>{' '}
              <Link to="/deficits/decisions" search={{ program_id: program.id }}>
                <Trans>Что теперь предлагается по охвату →</Trans>
              </Link>
            </p>
          )}
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
        </>
      )}
    </Section>
  )
}

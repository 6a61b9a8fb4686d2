import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { send } from '@/shared/api/query'
import type { SchoolDetail } from '@/shared/api/types'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './territory.module.css'
import { useSchoolChange } from './useSchoolChange'

/** Other spellings under which the search finds the school. */
export function SchoolAliases({ school }: { school: SchoolDetail }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const mayAdd = school.allowed_actions.includes('add_alias')
  const mayRemove = school.allowed_actions.includes('remove_alias')
  const path = { school_id: school.id }
  const add = useSchoolChange(school, (alias: string) =>
    send('post', '/api/v1/schools/{school_id}/aliases', { path, body: { text: alias } }),
  )
  const remove = useSchoolChange(school, (alias_id: string) =>
    send('delete', '/api/v1/schools/{school_id}/aliases/{alias_id}', {
      path: { ...path, alias_id },
      version: school.version,
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) add.mutate(text.trim(), { onSuccess: () => setText('') })
  }
  if (school.aliases.length === 0 && !mayAdd) return null
  return (
    <div>
      <p className={classes.note}>
        <Trans>Другие названия, по которым школу найдёт поиск:</Trans>
      </p>
      <ul className={classes.rows}>
        {school.aliases.map((alias) => (
          <li key={alias.id}>
            <span>{alias.text}</span>
            {mayRemove && (
              <Button
                size="compact-sm"
                variant="subtle"
                loading={remove.isPending && remove.variables === alias.id}
                aria-label={t`Убрать название ${alias.text}`}
                onClick={() => remove.mutate(alias.id)}
              >
                <Trans>Убрать</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs" mt="sm">
            <TextInput
              label={t`Ещё одно название`}
              value={text}
              flex="1 1 260px"
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={add.isPending}>
              <Trans>Добавить</Trans>
            </Button>
          </Group>
        </form>
      )}
      <ProblemNote error={add.error ?? remove.error} />
    </div>
  )
}

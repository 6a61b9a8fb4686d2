import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '@/shared/api/query'
import type { PrevalenceItem } from '@/shared/api/types'
import { scopes, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { useDraftForm } from '@/shared/ui/useDraft'
import classes from './scope.module.css'

/** The system proposes, the coordinator decides; a decision against the proposal says why. */
export function DecideForm({ item, programId }: { item: PrevalenceItem; programId: string }) {
  const { t } = useLingui()
  const label = useLabel()
  const client = useQueryClient()
  const { decision, proposed_scope, type } = item
  const form = useDraftForm(`scope.${programId}.${type.id}`, {
    initialValues: {
      decided_scope: (decision?.decided_scope ?? proposed_scope ?? 'individual') as string,
      comment: '',
    },
  })
  const { decided_scope, comment } = form.values
  const differs = proposed_scope !== null && decided_scope !== proposed_scope
  const decide = useMutation({
    mutationFn: () =>
      send('post', '/api/v1/deficit-scope-decisions', {
        body: {
          program_id: programId,
          type_id: type.id,
          decided_scope: decided_scope as never,
          comment: comment.trim() || null,
        },
      }),
    onError: form.showProblem,
    onSuccess: () => {
      form.discard()
      form.setFieldValue('comment', '')
      return client.invalidateQueries()
    },
  })
  return (
    <form
      className={classes.decide}
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate()
      }}
    >
      <Stack gap="md">
        <Choice
          label={decision ? t`Пересмотреть решение` : t`Ваше решение`}
          value={decided_scope}
          onChange={(next) => form.setFieldValue('decided_scope', next)}
          error={form.errors.decided_scope}
          options={[
            {
              value: 'common',
              label: label(scopes, 'common'),
              description: t`Восполняется на Дне образовательных интенсивов`,
            },
            {
              value: 'individual',
              label: label(scopes, 'individual'),
              description: t`Восполняется в связке с сильной школой`,
            },
          ]}
        />
        <Textarea
          label={differs ? t`Почему не так, как предложено` : t`Комментарий`}
          withAsterisk={differs}
          autosize
          minRows={2}
          {...form.getInputProps('comment')}
        />
        <ProblemNote error={decide.error} />
        {decide.data && (
          <p role="status">
            <Plural
              value={decide.data.applied}
              one="Решение записано и применено к # дефициту."
              few="Решение записано и применено к # дефицитам."
              many="Решение записано и применено к # дефицитам."
              other="Решение записано и применено к # дефицита."
            />{' '}
            {decide.data.flagged_actions > 0 && (
              <Trans>Действий, которые больше не подходят: {decide.data.flagged_actions}.</Trans>
            )}
          </p>
        )}
        <Button type="submit" loading={decide.isPending} style={{ alignSelf: 'flex-start' }}>
          {decided_scope === 'common' ? (
            <Trans>Признать дефицит общим</Trans>
          ) : (
            <Trans>Признать дефицит индивидуальным</Trans>
          )}
        </Button>
      </Stack>
    </form>
  )
}

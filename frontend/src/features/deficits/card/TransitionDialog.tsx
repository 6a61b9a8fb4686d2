import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useMe } from '@/features/identity/session'
import { send } from '@/shared/api/query'
import type { Deficit, Transition } from '@/shared/api/types'
import { scopes, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import { FormDialog } from '@/shared/ui/FormDialog'
import { useDraftForm } from '@/shared/ui/useDraft'
import { ActionFields } from './ActionFields'
import { FinalMeasurementFields } from './FinalMeasurementFields'
import { emptyTransition, transitionBody } from './transition'
import { useDeficitChange } from './useDeficitChange'

interface TransitionDialogProps {
  deficit: Deficit
  transition: Transition
  verb: string
  onClose: () => void
}

/** Asks exactly what the server says the step requires. */
export function TransitionDialog({ deficit, transition, verb, onClose }: TransitionDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { today } = useMe()
  const needs = new Set<string>(transition.requires)
  const form = useDraftForm(`transition.${deficit.id}.${transition.event}`, {
    initialValues: emptyTransition(today),
  })
  const run = useDeficitChange(deficit.id, () =>
    send('post', '/api/v1/deficits/{deficit_id}/transitions', {
      path: { deficit_id: deficit.id },
      body: transitionBody(transition, form.values) as never,
      version: deficit.version,
    }),
  )
  const submit = () =>
    run.mutate(undefined, {
      onError: form.showProblem,
      onSuccess: () => {
        form.discard()
        onClose()
      },
    })
  const needsComment = needs.has('comment') || needs.has('reason_without_target')
  return (
    <FormDialog
      title={verb}
      submitLabel={verb}
      busy={run.isPending}
      error={run.error}
      onClose={onClose}
      onSubmit={submit}
    >
      {needs.size === 0 && (
        <p>
          <Trans>
            {deficit.type.title}, {deficit.school.short_name}.
          </Trans>
        </p>
      )}
      {needs.has('scope') && (
        <Choice
          label={t`Охват`}
          value={form.values.scope}
          onChange={(scope) => form.setFieldValue('scope', scope)}
          options={Object.keys(scopes).map((value) => ({ value, label: label(scopes, value) }))}
        />
      )}
      {needs.has('action') && <ActionFields form={form} deficit={deficit} />}
      {needs.has('final_measurement') && <FinalMeasurementFields form={form} deficit={deficit} />}
      {needs.has('review_date') && (
        <TextInput
          type="date"
          label={t`Когда вернуться к дефициту`}
          {...form.getInputProps('until')}
          error={form.errors.until}
        />
      )}
      {needs.has('reason_without_target') && (
        <Checkbox
          label={t`Закрыть, хотя цель не достигнута: ниже обоснование`}
          {...form.getInputProps('reasoned', { type: 'checkbox' })}
        />
      )}
      <Textarea
        label={needsComment ? t`Обоснование` : t`Комментарий`}
        description={needsComment ? undefined : t`По желанию; останется в истории`}
        autosize
        minRows={2}
        {...form.getInputProps('comment')}
      />
    </FormDialog>
  )
}

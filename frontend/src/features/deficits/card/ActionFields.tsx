import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '@/features/identity/session'
import { apiQuery } from '@/shared/api/query'
import type { Deficit } from '@/shared/api/types'
import { deficitRoutes, roles, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import type { TransitionValues } from './transition'

/** Every route is offered, since any may support; which of them closes this deficit the server says, and why not. */
export function ActionFields({
  form,
  deficit,
}: {
  form: UseFormReturnType<TransitionValues>
  deficit: Deficit
}) {
  const { t } = useLingui()
  const { account_id } = useMe()
  const { data: owners } = useQuery(
    apiQuery('/api/v1/deficits/{deficit_id}/owners', { path: { deficit_id: deficit.id } }),
  )
  const label = useLabel()
  const { route, purpose } = form.values.action
  const closing = purpose === 'closing'
  const chosen = deficit.routes.find((choice) => choice.route === route)
  const fitting = deficit.routes.find((choice) => choice.fits)?.route
  useEffect(() => {
    if (route === '' && fitting) form.setFieldValue('action.route', fitting)
  }, [route, fitting, form])
  const closes = deficit.routes.some(({ refusal }) => !refusal)
  useEffect(() => {
    if (closing && !closes) form.setFieldValue('action.purpose', 'supporting')
  }, [closing, closes, form])
  const refused = (field: string) => form.errors[`action.${field}`] ?? form.errors[field]
  return (
    <>
      <NativeSelect
        label={t`Путь`}
        description={closing ? (chosen?.refusal ?? undefined) : undefined}
        data={deficit.routes.map(({ route, refusal }) => ({
          value: route,
          label:
            closing && refusal
              ? t`${label(deficitRoutes, route)} — только поддержит`
              : label(deficitRoutes, route),
        }))}
        {...form.getInputProps('action.route')}
        error={refused('route')}
      />
      <TextInput
        label={t`Что будет сделано`}
        {...form.getInputProps('action.title')}
        error={refused('title')}
      />
      <TextInput
        type="date"
        label={t`Когда`}
        {...form.getInputProps('action.planned_on')}
        error={refused('planned_on')}
      />
      <NativeSelect
        label={t`Кто отвечает`}
        description={t`Закрывает дефицит другой человек`}
        data={[
          { value: '', label: t`Я` },
          ...(owners?.items ?? [])
            .filter((owner) => owner.account_id !== account_id)
            .map((owner) => ({
              value: owner.account_id,
              label: `${owner.name} — ${label(roles, owner.role)}`,
            })),
        ]}
        {...form.getInputProps('action.owner_id')}
        error={refused('owner_id')}
      />
      <Choice
        label={t`Зачем`}
        value={form.values.action.purpose}
        onChange={(purpose) => form.setFieldValue('action.purpose', purpose)}
        options={[
          ...(closes ? [{ value: 'closing', label: t`Закрывает дефицит` }] : []),
          { value: 'supporting', label: t`Поддерживает, но сам не закрывает` },
        ]}
      />
    </>
  )
}

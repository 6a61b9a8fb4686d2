import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/features/identity/session'
import { apiQuery } from '@/shared/api/query'
import { deficitRoutes, roles, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import type { TransitionValues } from './transition'

/** Every route is offered: which of them closes this deficit the server knows and explains. */
export function ActionFields({
  form,
  deficitId,
}: {
  form: UseFormReturnType<TransitionValues>
  deficitId: string
}) {
  const { t } = useLingui()
  const { account_id } = useMe()
  const { data: owners } = useQuery(
    apiQuery('/api/v1/deficits/{deficit_id}/owners', { path: { deficit_id: deficitId } }),
  )
  const label = useLabel()
  const refused = (field: string) => form.errors[`action.${field}`] ?? form.errors[field]
  return (
    <>
      <NativeSelect
        label={t`Путь`}
        data={Object.keys(deficitRoutes).map((value) => ({ value, label: label(deficitRoutes, value) }))}
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
          { value: 'closing', label: t`Закрывает дефицит` },
          { value: 'supporting', label: t`Поддерживает, но сам не закрывает` },
        ]}
      />
    </>
  )
}

import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { apiQuery } from '@/shared/api/query'
import type { DeficitRow } from '@/shared/api/types'
import { components, useLabel } from '@/shared/i18n/labels'

interface PickerProps {
  value: string
  error?: ReactNode
  onChange: (value: string) => void
}

export function PersonField({ value, error, onChange, schoolId }: PickerProps & { schoolId: string }) {
  const { t } = useLingui()
  const { data } = useQuery({
    ...apiQuery('/api/v1/people', { query: { school_id: schoolId, limit: 100 } }),
    enabled: schoolId !== '',
  })
  return (
    <NativeSelect
      label={t`Человек`}
      disabled={!schoolId}
      data={[
        { value: '', label: schoolId ? t`Выберите` : t`Сначала выберите школу` },
        ...(data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []),
      ]}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface TypeFieldProps extends PickerProps {
  bearerKind: DeficitRow['bearer_kind']
}

export function TypeField({ value, error, onChange, bearerKind }: TypeFieldProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { data } = useQuery(
    apiQuery('/api/v1/deficit-types', { query: { bearer_kind: bearerKind, active: true, limit: 100 } }),
  )
  const groups = Object.keys(components)
    .map((component) => ({
      group: label(components, component),
      items: (data?.items ?? [])
        .filter((type) => type.component === component)
        .map(({ id, title }) => ({ value: id, label: title })),
    }))
    .filter((group) => group.items.length > 0)
  return (
    <NativeSelect
      label={t`Вид дефицита`}
      data={[{ value: '', label: t`Выберите из каталога` }, ...groups]}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

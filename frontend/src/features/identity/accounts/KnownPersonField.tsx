import { useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { apiQuery } from '@/shared/api/query'
import { SearchChoice } from '@/shared/ui/SearchChoice'

interface KnownPersonFieldProps {
  value: string
  error?: ReactNode
  onChange: (value: string) => void
}

/** A person of the register by name, with the place of work: namesakes are common. */
export function KnownPersonField({ value, error, onChange }: KnownPersonFieldProps) {
  const { t } = useLingui()
  const [typed, setTyped] = useState<string | null>(null)
  const [asked] = useDebouncedValue(typed?.trim() ?? '', 200)
  const chosen = useQuery({
    ...apiQuery('/api/v1/people/{person_id}', { path: { person_id: value } }),
    enabled: value !== '',
  })
  const found = useQuery({
    ...apiQuery('/api/v1/people', { query: { q: asked || undefined, limit: 50 } }),
    placeholderData: (previous) => previous,
  })
  return (
    <SearchChoice
      label={t`Человек`}
      placeholder={t`Начните вводить фамилию`}
      empty={t`Такого человека в реестре нет`}
      options={
        found.data?.items.map(({ id, name, positions }) => ({
          value: id,
          label: [name, positions[0]?.organization_name].filter(Boolean).join(', '),
        })) ?? []
      }
      text={typed ?? (value ? (chosen.data?.name ?? '') : '')}
      error={error}
      onText={(text) => {
        setTyped(text)
        if (value) onChange('')
      }}
      onChoose={(option) => {
        setTyped(null)
        onChange(option.value)
      }}
    />
  )
}

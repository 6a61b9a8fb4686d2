import { useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { apiQuery } from '@/shared/api/query'
import { SearchChoice } from '@/shared/ui/SearchChoice'

interface SchoolFieldProps {
  value: string
  error?: ReactNode
  onChange: (value: string) => void
  municipalityId?: string
  /** What the school is for here; plainly «Школа» when absent. */
  label?: string
}

/** A school by name; the server forgives typos and knows other spellings. */
export function SchoolField({ value, error, onChange, municipalityId, label }: SchoolFieldProps) {
  const { t } = useLingui()
  const [typed, setTyped] = useState<string | null>(null)
  const [asked] = useDebouncedValue(typed?.trim() ?? '', 200)
  const chosen = useQuery({
    ...apiQuery('/api/v1/schools/{school_id}', { path: { school_id: value } }),
    enabled: value !== '',
  })
  const found = useQuery({
    ...apiQuery('/api/v1/schools', {
      query: { q: asked || undefined, municipality_id: municipalityId, limit: 50 },
    }),
    placeholderData: (previous) => previous,
  })
  return (
    <SearchChoice
      label={label ?? t`Школа`}
      placeholder={t`Начните вводить название`}
      empty={t`Такой школы нет`}
      options={found.data?.items.map(({ id, short_name }) => ({ value: id, label: short_name })) ?? []}
      text={typed ?? (value ? (chosen.data?.short_name ?? '') : '')}
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

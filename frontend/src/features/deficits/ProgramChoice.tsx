import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { Program } from '@/shared/api/types'

interface ProgramChoiceProps {
  programs: Program[]
  value: string | undefined
  onChange: (id: string) => void
}

/** Stands only where there is something to choose: most people work with one programme. */
export function ProgramChoice({ programs, value, onChange }: ProgramChoiceProps) {
  const { t } = useLingui()
  if (programs.length < 2) return null
  return (
    <NativeSelect
      label={t`Программа`}
      maw={560}
      value={value}
      data={programs.map(({ id, title, municipality }) => ({
        value: id,
        label: municipality ? `${municipality.name}: ${title}` : title,
      }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

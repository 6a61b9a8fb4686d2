import { Radio, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

interface ChoiceProps {
  label: string
  value: string
  options: { value: string; label: string; description?: string }[]
  onChange: (value: string) => void
  error?: ReactNode
}

/** One of a few: all of them in sight. */
export function Choice({ label, value, options, onChange, error }: ChoiceProps) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange} error={error}>
      <Stack gap={8} mt={6}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            label={option.label}
            description={option.description}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

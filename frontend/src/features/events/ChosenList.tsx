import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SearchChoice } from '@/shared/ui/SearchChoice'
import classes from './events.module.css'

export interface Chosen {
  value: string
  label: string
}

interface ChosenListProps {
  label: string
  placeholder: string
  empty: string
  options: Chosen[]
  text: string
  onText: (text: string) => void
  chosen: Chosen[]
  onChange: (chosen: Chosen[]) => void
  error?: ReactNode
}

/** Several of many: found by typing, listed below, each can be taken out again. */
export function ChosenList({ chosen, options, onText, onChange, ...field }: ChosenListProps) {
  const { t } = useLingui()
  const taken = new Set(chosen.map(({ value }) => value))
  return (
    <div>
      <SearchChoice
        {...field}
        options={options.filter(({ value }) => !taken.has(value))}
        onText={onText}
        onChoose={(option) => {
          onChange([...chosen, option])
          onText('')
        }}
      />
      {chosen.length > 0 && (
        <ul className={classes.chosen} aria-label={field.label}>
          {chosen.map((one) => (
            <li key={one.value}>
              {one.label}
              <button
                type="button"
                aria-label={t`Убрать: ${one.label}`}
                onClick={() => onChange(chosen.filter(({ value }) => value !== one.value))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

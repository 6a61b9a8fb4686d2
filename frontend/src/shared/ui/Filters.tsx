import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type ReactNode, useEffect, useState } from 'react'
import classes from './Filters.module.css'
import { useIsPhone } from './useIsPhone'

interface FiltersProps {
  children: ReactNode
  /** Present when something is filtered. */
  onClear?: () => void
  /** Many filters fold on a phone, so that the list is in sight. */
  foldable?: boolean
}

/** Filters stand in one row above the list and live in the address. */
export function Filters({ children, onClear, foldable }: FiltersProps) {
  const { t } = useLingui()
  const phone = useIsPhone()
  if (phone && foldable) {
    return (
      <details className={classes.fold} open={onClear !== undefined}>
        <summary>
          <Trans>Отбор</Trans>
        </summary>
        <Filters onClear={onClear}>{children}</Filters>
      </details>
    )
  }
  return (
    <search className={classes.filters} aria-label={t`Отбор`}>
      {children}
      {onClear && (
        <Button variant="subtle" onClick={onClear}>
          <Trans>Сбросить</Trans>
        </Button>
      )}
    </search>
  )
}

interface ChoiceProps {
  label: string
  value: string | undefined
  options: { value: string; label: string }[]
  /** What holds when nothing is chosen. */
  emptyLabel?: string
  onChange: (value: string | undefined) => void
}

export function FilterChoice({ label, value, options, emptyLabel, onChange }: ChoiceProps) {
  const { t } = useLingui()
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      data={[{ value: '', label: emptyLabel ?? t`Все` }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}

interface SearchProps {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

export function FilterSearch({ label, value, onChange }: SearchProps) {
  const [text, setText] = useState(value ?? '')
  const commit = useDebouncedCallback((next: string) => onChange(next.trim() || undefined), 250)
  useEffect(() => {
    // The address wins when it changes from outside (back button, "reset").
    setText((current) => (current.trim() === (value ?? '') ? current : (value ?? '')))
  }, [value])
  return (
    <TextInput
      type="search"
      label={label}
      value={text}
      data-page-search
      className={classes.search}
      onChange={(event) => {
        setText(event.currentTarget.value)
        commit(event.currentTarget.value)
      }}
    />
  )
}

import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import classes from './SearchChoice.module.css'

interface Option {
  value: string
  label: string
}

interface SearchChoiceProps {
  label: string
  placeholder: string
  options: Option[]
  /** What is typed; the caller finds the options for it. */
  text: string
  onText: (text: string) => void
  onChoose: (option: Option) => void
  empty: string
  error?: ReactNode
}

/** A field that finds: arrows walk over the options, Enter takes one, Esc closes the list. */
export function SearchChoice(props: SearchChoiceProps) {
  const { t } = useLingui()
  const { options, onText, onChoose } = props
  const [opened, setOpened] = useState(false)
  const [active, setActive] = useState(0)
  const id = useId()
  const current = Math.min(active, options.length - 1)

  const choose = (option: Option) => {
    onChoose(option)
    setOpened(false)
  }
  const steer = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const option = options[current]
    if (step !== 0) {
      event.preventDefault()
      setOpened(true)
      if (opened && options.length > 0) setActive((current + step + options.length) % options.length)
    } else if (event.key === 'Enter' && opened && option) {
      event.preventDefault()
      choose(option)
    } else if (event.key === 'Escape' && opened) {
      event.preventDefault()
      event.stopPropagation()
      setOpened(false)
    }
  }
  return (
    <div className={classes.box}>
      <TextInput
        label={props.label}
        placeholder={props.placeholder}
        error={props.error}
        role="combobox"
        autoComplete="off"
        aria-expanded={opened}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={opened && options[current] ? `${id}-${current}` : undefined}
        value={props.text}
        onFocus={() => setOpened(true)}
        onBlur={() => setOpened(false)}
        onKeyDown={steer}
        onChange={(event) => {
          onText(event.currentTarget.value)
          setOpened(true)
          setActive(0)
        }}
      />
      <div id={id} role="listbox" aria-label={t`Найденное`} className={classes.list} hidden={!opened}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field (aria-activedescendant)
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            className={classes.option}
            // The field must not lose focus before the choice is taken.
            onMouseDown={(event) => {
              event.preventDefault()
              choose(option)
            }}
            onMouseMove={() => setActive(index)}
          >
            {option.label}
          </div>
        ))}
        {options.length === 0 && <div className={classes.empty}>{props.empty}</div>}
      </div>
    </div>
  )
}

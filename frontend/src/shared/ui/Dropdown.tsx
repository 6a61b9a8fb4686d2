import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import classes from './Dropdown.module.css'

interface DropdownProps {
  /** Needed where the button shows no words. */
  label?: string
  className?: string
  button: ReactNode
  children: (close: () => void) => ReactNode
}

/** A panel under its button. Closes on Esc, on a click elsewhere and when focus leaves it. */
export function Dropdown({ label, className, button, children }: DropdownProps) {
  const [opened, setOpened] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const id = useId()
  const close = () => setOpened(false)

  useEffect(() => {
    if (!opened) return
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpened(false)
    }
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpened(false)
      trigger.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    document.addEventListener('keydown', leave)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
      document.removeEventListener('keydown', leave)
    }
  }, [opened])

  return (
    <div ref={box} className={classes.box}>
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={label}
        aria-expanded={opened}
        aria-controls={id}
        onClick={() => setOpened(!opened)}
      >
        {button}
      </button>
      <div id={id} className={classes.panel} hidden={!opened}>
        {opened && children(close)}
      </div>
    </div>
  )
}

export const dropdownItem = classes.item
export const dropdownButton = classes.button
export const dropdownTitle = classes.title

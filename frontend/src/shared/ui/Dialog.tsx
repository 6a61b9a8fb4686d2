import { useLingui } from '@lingui/react/macro'
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from 'react'
import classes from './Dialog.module.css'

interface DialogProps {
  title: string
  /** Absent where only the offered buttons lead out. */
  onClose?: () => void
  size?: 'narrow' | 'wide'
  /** The title is read aloud but not shown. */
  bare?: boolean
  children: ReactNode
}

/** The browser's own modal dialog: it keeps focus inside, closes on Esc and returns focus to where it was. */
export function Dialog({ title, onClose, size = 'narrow', bare, children }: DialogProps) {
  const { t } = useLingui()
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = box.current
    const before = document.activeElement
    if (!dialog?.open) dialog?.showModal()
    // The work first, the way out second: the close button is not what the person came for.
    dialog?.querySelector<HTMLElement>('input, select, textarea, [type="submit"]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const cancel = (event: SyntheticEvent) => {
    event.preventDefault()
    onClose?.()
  }
  return (
    <dialog
      ref={box}
      className={classes.dialog}
      data-size={size}
      data-bare={bare || undefined}
      aria-labelledby={bare ? undefined : id}
      aria-label={bare ? title : undefined}
      onCancel={cancel}
      onMouseDown={(event) => {
        if (event.target === box.current) onClose?.()
      }}
    >
      <div className={classes.content}>
        {!bare && (
          <header className={classes.head}>
            <h2 id={id}>{title}</h2>
            {onClose && (
              <button type="button" className={classes.close} aria-label={t`Закрыть`} onClick={onClose}>
                ×
              </button>
            )}
          </header>
        )}
        {children}
      </div>
    </dialog>
  )
}

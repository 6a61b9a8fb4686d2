import { Trans } from '@lingui/react/macro'
import { Button, Group, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Dialog } from './Dialog'
import classes from './Dialog.module.css'
import { ProblemNote } from './ProblemNote'

interface FormDialogProps {
  title: string
  submitLabel: string
  busy: boolean
  error?: unknown
  onClose: () => void
  onSubmit: () => void
  children: ReactNode
}

/** A dialog confirms or asks for what one step needs; the refusal appears inside it. */
export function FormDialog(props: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {props.children}
          <ProblemNote error={props.error} />
          <Group gap="xs" className={classes.foot}>
            <Button type="submit" loading={props.busy}>
              {props.submitLabel}
            </Button>
            <Button variant="default" onClick={props.onClose}>
              <Trans>Отмена</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

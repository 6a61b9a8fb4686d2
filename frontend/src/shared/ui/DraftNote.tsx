import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import classes from './DraftNote.module.css'

/** Tells that the text on screen was typed earlier and not sent. */
export function DraftNote({ onDiscard }: { onDiscard: () => void }) {
  return (
    <div role="status" className={classes.note}>
      <Trans>Здесь то, что вы набрали раньше и не отправили.</Trans>
      <Button size="compact-sm" variant="subtle" onClick={onDiscard}>
        <Trans>Начать заново</Trans>
      </Button>
    </div>
  )
}

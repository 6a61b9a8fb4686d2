import { Trans } from '@lingui/react/macro'
import { Button, CopyButton } from '@mantine/core'
import classes from './CopyAddress.module.css'

/** An address that is a key, and the button that copies it. */
export function CopyAddress({ address }: { address: string }) {
  return (
    <>
      <p className={classes.address}>{address}</p>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} style={{ alignSelf: 'flex-start', justifySelf: 'start' }}>
            {copied ? <Trans>Скопировано</Trans> : <Trans>Скопировать ссылку</Trans>}
          </Button>
        )}
      </CopyButton>
    </>
  )
}

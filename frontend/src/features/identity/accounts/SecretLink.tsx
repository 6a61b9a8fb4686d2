import { Trans } from '@lingui/react/macro'
import { useFormat } from '@/shared/i18n/format'
import { CopyAddress } from '@/shared/ui/CopyAddress'
import classes from '../identity.module.css'

interface SecretLinkProps {
  url: string
  expiresAt: string
}

/** The link is a key: the server keeps only its fingerprint, so it is on screen once. */
export function SecretLink({ url, expiresAt }: SecretLinkProps) {
  const format = useFormat()
  const address = new URL(url, window.location.origin).href
  return (
    <div className={classes.once} role="status">
      <p>
        <Trans>
          Передайте эту ссылку человеку лично. Она показана один раз и действует до {format.moment(expiresAt)}
          .
        </Trans>
      </p>
      <CopyAddress address={address} />
    </div>
  )
}

import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useSignOut } from '@/features/identity/useSignOut'
import { dropdownItem } from '@/shared/ui/Dropdown'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { LanguageChoice, ThemeChoice } from '@/shared/ui/preferences'

export default function AccountPanel({ onClose }: { onClose: () => void }) {
  const signOut = useSignOut()
  return (
    <>
      <Link to="/account" className={dropdownItem} onClick={onClose}>
        <Trans>Пароль и сеансы</Trans>
      </Link>
      <LanguageChoice />
      <ThemeChoice />
      <button
        type="button"
        className={dropdownItem}
        disabled={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        <Trans>Выйти</Trans>
      </button>
      <ProblemNote error={signOut.error} />
    </>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { forgetMe } from '@/features/identity/session'
import { type Changed, session } from '@/shared/api/session'
import { countNavigation } from '@/shared/ui/navigation'

const TabChanged = lazy(() => import('./TabChanged'))

/** Watches over what may happen at any moment: the session ends, another tab takes another role or account. */
export function RootLayout() {
  const router = useRouter()
  const client = useQueryClient()
  const [changed, setChanged] = useState<Changed | null>(null)

  useEffect(
    () =>
      session.subscribe((trouble) => {
        if (trouble !== 'ended') return setChanged(trouble)
        // Drafts stay in the tab; the person comes back to the same page after signing in.
        const next = router.state.location.href
        forgetMe(client)
        void router.navigate({ to: '/login', search: { next, ended: 'yes' } })
      }),
    [router, client],
  )
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) countNavigation()
      }),
    [router],
  )
  return (
    <>
      <Outlet />
      {changed && (
        <Suspense>
          <TabChanged what={changed} />
        </Suspense>
      )}
    </>
  )
}

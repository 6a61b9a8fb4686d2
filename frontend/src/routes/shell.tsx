import { createRoute, redirect } from '@tanstack/react-router'
import { FatalFailure, NotFoundPage } from '@/app/Failures'
import { Shell } from '@/app/shell/Shell'
import { ensureMe } from '@/features/identity/session'
import { isProblem } from '@/shared/api/problem'
import { rootRoute } from './root'

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  errorComponent: FatalFailure,
  beforeLoad: async ({ context, location }) => {
    try {
      await ensureMe(context.queryClient)
    } catch (error) {
      if (isProblem(error) && error.status === 401) {
        const next = location.href === '/' ? undefined : location.href
        throw redirect({ to: '/login', search: { next } })
      }
      throw error
    }
  },
})

/** Any other address: said inside the shell, so that every way out is at hand. */
export const unknownRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '$',
  component: NotFoundPage,
})

import { createRoute, redirect } from '@tanstack/react-router'
import { NotFoundPage, RouteFailure } from '@/app/Failures'
import { Shell } from '@/app/shell/Shell'
import { ensureMe } from '@/features/identity/session'
import { isProblem } from '@/shared/api/problem'
import { rootRoute } from './root'

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  errorComponent: RouteFailure,
  notFoundComponent: NotFoundPage,
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

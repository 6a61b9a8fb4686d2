import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from './shell'

export const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/identity/own/OwnAccountPage')),
})

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from './search'
import { shellRoute } from './shell'

export const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: pick('q', 'role', 'status', 'municipality_id'),
  component: lazyRouteComponent(() => import('@/features/identity/accounts/AccountsPage')),
})

export const newAccountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/new',
  component: lazyRouteComponent(() => import('@/features/identity/accounts/NewAccountPage')),
})

export const accountDetailRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts/$accountId',
  component: lazyRouteComponent(() => import('@/features/identity/accounts/AccountPage')),
})

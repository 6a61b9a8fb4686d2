import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from './search'
import { shellRoute } from './shell'

export const daysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/intensives',
  validateSearch: pick('status', 'municipality_id'),
  component: lazyRouteComponent(() => import('@/features/intensives/DaysPage')),
})

export const dayRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/intensives/$dayId',
  component: lazyRouteComponent(() => import('@/features/intensives/DayPage')),
})

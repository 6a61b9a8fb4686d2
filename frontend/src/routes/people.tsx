import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from './search'
import { shellRoute } from './shell'

export const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  validateSearch: pick('q', 'municipality_id', 'school_id', 'capacity'),
  component: lazyRouteComponent(() => import('@/features/people/PeoplePage')),
})

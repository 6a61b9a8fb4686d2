import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from './search'
import { shellRoute } from './shell'

export const programsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/programs',
  validateSearch: pick('kind', 'municipality_id'),
  component: lazyRouteComponent(() => import('@/features/programs/ProgramsPage')),
})

export const programRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/programs/$programId',
  component: lazyRouteComponent(() => import('@/features/programs/ProgramPage')),
})

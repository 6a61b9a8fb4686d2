import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from './search'
import { shellRoute } from './shell'

export const schoolsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/schools',
  validateSearch: pick('q', 'municipality_id', 'status', 'type', 'sort'),
  component: lazyRouteComponent(() => import('@/features/territory/SchoolsPage')),
})

export const schoolRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/schools/$schoolId',
  component: lazyRouteComponent(() => import('@/features/territory/SchoolPage')),
})

export const municipalitiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/municipalities',
  validateSearch: pick('q'),
  component: lazyRouteComponent(() => import('@/features/territory/MunicipalitiesPage')),
})

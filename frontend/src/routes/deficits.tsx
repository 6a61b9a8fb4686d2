import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { pick } from './search'
import { shellRoute } from './shell'

export const deficitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/deficits',
  validateSearch: pick(
    'program_id',
    'municipality_id',
    'school_id',
    'type_id',
    'status',
    'scope',
    'component',
    'bearer_kind',
    'open',
    'overdue',
    'waiting',
    'sort',
  ),
  component: lazyRouteComponent(() => import('@/features/deficits/list/DeficitsPage')),
})

export const newDeficitRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/deficits/new',
  validateSearch: pick('program_id', 'school_id', 'type_id'),
  component: lazyRouteComponent(() => import('@/features/deficits/create/NewDeficitPage')),
})

export const matrixRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/deficits/matrix',
  validateSearch: pick('program_id', 'view', 'types'),
  component: lazyRouteComponent(() => import('@/features/deficits/matrix/MatrixPage')),
})

export const scopeDecisionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/deficits/decisions',
  validateSearch: pick('program_id', 'type_id'),
  component: lazyRouteComponent(() => import('@/features/deficits/scope/ScopeDecisionsPage')),
})

export const deficitTypesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/deficits/types',
  validateSearch: pick('component', 'nature', 'bearer_kind'),
  component: lazyRouteComponent(() => import('@/features/deficits/catalogue/DeficitTypesPage')),
})

export const deficitRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/deficits/$deficitId',
  component: lazyRouteComponent(() => import('@/features/deficits/card/DeficitPage')),
})

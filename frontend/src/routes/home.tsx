import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from './shell'

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/HomePage')),
})

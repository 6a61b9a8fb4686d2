import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from './root'

/** The address in a certificate's QR code, for anybody. */
export const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify/$code',
  component: lazyRouteComponent(() => import('@/features/documents/VerifyPage')),
})

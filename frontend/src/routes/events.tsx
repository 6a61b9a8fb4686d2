import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from './root'
import { pick } from './search'
import { shellRoute } from './shell'

export const eventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events',
  validateSearch: pick(
    'view',
    'month',
    'mine',
    'kind',
    'audience',
    'status',
    'municipality_id',
    'intensive_day_id',
  ),
  component: lazyRouteComponent(() => import('@/features/events/EventsPage')),
})

export const newEventRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/new',
  component: lazyRouteComponent(() => import('@/features/events/EventFormPage')),
})

export const eventRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/$eventId',
  component: lazyRouteComponent(() => import('@/features/events/EventPage')),
})

export const changedEventRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/$eventId/edit',
  component: lazyRouteComponent(() => import('@/features/events/EventFormPage')),
})

export const registerStaffRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/$eventId/register',
  validateSearch: pick('q'),
  component: lazyRouteComponent(() => import('@/features/events/RegisterStaffPage')),
})

export const leadRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/$eventId/lead',
  component: lazyRouteComponent(() => import('@/features/events/LeadPage')),
})

export const feedbackRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/$eventId/feedback',
  component: lazyRouteComponent(() => import('@/features/events/FeedbackPage')),
})

/** The address that the session's QR code holds. */
export const checkInRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/check-in/$eventId',
  validateSearch: pick('code'),
  component: lazyRouteComponent(() => import('@/features/events/CheckInPage')),
})

/** For guests, outside the shell. */
export const guestFeedbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/feedback/$token',
  component: lazyRouteComponent(() => import('@/features/events/GuestFeedbackPage')),
})

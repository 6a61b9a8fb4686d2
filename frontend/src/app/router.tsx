import { createRouter } from '@tanstack/react-router'
import { accountRoute } from '@/routes/account'
import { accountDetailRoute, accountsRoute, newAccountRoute } from '@/routes/accounts'
import {
  deficitRoute,
  deficitsRoute,
  deficitTypesRoute,
  matrixRoute,
  newDeficitRoute,
  scopeDecisionsRoute,
} from '@/routes/deficits'
import {
  changedEventRoute,
  checkInRoute,
  eventRoute,
  eventsRoute,
  feedbackRoute,
  guestFeedbackRoute,
  leadRoute,
  newEventRoute,
  registerStaffRoute,
} from '@/routes/events'
import { homeRoute } from '@/routes/home'
import { dayRoute, daysRoute } from '@/routes/intensives'
import { inviteRoute, loginRoute } from '@/routes/login'
import { noticesRoute } from '@/routes/notices'
import { peopleRoute } from '@/routes/people'
import { programRoute, programsRoute } from '@/routes/programs'
import { rootRoute } from '@/routes/root'
import { municipalitiesRoute, schoolRoute, schoolsRoute } from '@/routes/schools'
import { shellRoute, unknownRoute } from '@/routes/shell'
import { verifyRoute } from '@/routes/verify'
import { RouteFailure } from './Failures'
import { queryClient } from './queryClient'

export { queryClient }

const routeTree = rootRoute.addChildren([
  loginRoute,
  inviteRoute,
  guestFeedbackRoute,
  verifyRoute,
  shellRoute.addChildren([
    homeRoute,
    schoolsRoute,
    schoolRoute,
    municipalitiesRoute,
    deficitsRoute,
    newDeficitRoute,
    matrixRoute,
    scopeDecisionsRoute,
    deficitTypesRoute,
    deficitRoute,
    programsRoute,
    programRoute,
    peopleRoute,
    accountsRoute,
    newAccountRoute,
    accountDetailRoute,
    accountRoute,
    noticesRoute,
    daysRoute,
    dayRoute,
    eventsRoute,
    newEventRoute,
    eventRoute,
    changedEventRoute,
    registerStaffRoute,
    leadRoute,
    feedbackRoute,
    checkInRoute,
    unknownRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultErrorComponent: RouteFailure,
  defaultPendingMs: 150,
  scrollRestoration: true,
  // Addresses stay readable: ?status=draft, not ?status=%22draft%22.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const filled = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(filled.map(([key, value]) => [key, String(value)])).toString()
    return text ? `?${text}` : ''
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

import { msg } from '@lingui/core/macro'
import type { NavigateOptions } from '@tanstack/react-router'
import type { SearchHit } from '@/shared/api/types'

export const hitKinds = {
  school: msg`школа`,
  person: msg`человек`,
  deficit_type: msg`вид дефицита`,
  municipality: msg`муниципалитет`,
  program: msg`программа`,
}

/** Where a found thing is shown. */
export function targetOf(hit: SearchHit): NavigateOptions {
  switch (hit.kind) {
    case 'school':
      return { to: '/schools/$schoolId', params: { schoolId: hit.id } }
    case 'program':
      return { to: '/programs/$programId', params: { programId: hit.id } }
    case 'municipality':
      return { to: '/schools', search: { municipality_id: hit.id } }
    case 'deficit_type':
      return { to: '/deficits', search: { type_id: hit.id } }
    default:
      return { to: '/people', search: { q: hit.title } }
  }
}

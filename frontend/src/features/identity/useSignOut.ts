import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { send } from '@/shared/api/query'
import { dropAllDrafts } from '@/shared/ui/drafts'
import { forgetMe } from './session'

/** A deliberate exit also forgets unsent text: the next person at this computer must not find it. */
export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => send('post', '/api/v1/auth/logout'),
    onSuccess: async () => {
      dropAllDrafts()
      await navigate({ to: '/login', search: {} })
      forgetMe(client)
    },
  })
}

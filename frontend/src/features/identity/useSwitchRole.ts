import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { send } from '@/shared/api/query'
import { adoptMe } from './session'

export function useSwitchRole() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (assignment_id: string) => send('post', '/api/v1/auth/switch', { body: { assignment_id } }),
    onSuccess: (me) => {
      adoptMe(client, me)
      void navigate({ to: '/' })
    },
  })
}

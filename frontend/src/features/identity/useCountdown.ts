import { useEffect, useState } from 'react'
import { ProblemError } from '@/shared/api/problem'

/** Seconds left until the server accepts another try; 0 when there is nothing to wait for. */
export function useCountdown(error: unknown): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const until = error instanceof ProblemError && error.status === 429 ? (error.retryAfter ?? 0) : 0
    setLeft(until)
    if (until === 0) return
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000)
    return () => clearInterval(timer)
  }, [error])
  return left
}

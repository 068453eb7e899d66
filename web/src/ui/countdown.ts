import { useEffect, useState } from 'react'

/** Calls `left` each second while it gives more than 0, and renders anew: the seconds that are left. */
export const useCountdown = (left: () => number): number => {
  const [, tick] = useState(0)
  const seconds = left()
  const running = seconds > 0
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => tick((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [running])
  return seconds
}

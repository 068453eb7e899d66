import type { Clock } from '../ports/clock.ts'

/** - `fresh`: not seen before, and remembered from now on · `full`: nothing can be remembered, so nothing is let in */
export type Seen = 'fresh' | 'replayed' | 'full'

export type Replays = { readonly see: (jti: string) => Seen }

/**
 * The requests that were heard lately, by their `jti`. Each is remembered for `life` ms, which must be longer than a copy
 * of it can be fresh; they go in the order in which they came.
 */
export const createReplays = (clock: Clock, life: number, most = 100_000): Replays => {
  const until = new Map<string, number>()
  const forget = (now: number): void => {
    for (const [jti, end] of until) {
      if (end > now) return
      until.delete(jti)
    }
  }
  return {
    see: (jti) => {
      const now = clock.now()
      forget(now)
      if (until.has(jti)) return 'replayed'
      if (until.size >= most) return 'full'
      until.set(jti, now + life)
      return 'fresh'
    },
  }
}

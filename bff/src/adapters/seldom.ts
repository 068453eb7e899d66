import type { Clock } from '../ports/clock.ts'

/** Tells of something at most once in `every` ms, and how often it happened since: strangers must not fill a log. */
export const seldom = <K extends string>(clock: Clock, every: number, tell: (what: K, times: number) => void) => {
  const counted = new Map<K, { readonly until: number; times: number }>()
  return (what: K): void => {
    const last = counted.get(what)
    if (last !== undefined && clock.now() < last.until) {
      last.times += 1
      return
    }
    counted.set(what, { until: clock.now() + every, times: 0 })
    tell(what, 1 + (last?.times ?? 0))
  }
}

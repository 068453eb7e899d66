import { type LimitName, limits, type Rates } from '../domain/limits.ts'
import type { LimitVerdict, Verdict } from '../ports/limiter.ts'

/**
 * A limit as the generic cell rate algorithm wants it (ITU-T I.371): each taking moves the bucket's theoretical
 * arrival time on by `interval` ms, and that time may be at most `per` ms ahead of the clock.
 */
export type Pace = { readonly name: LimitName; readonly interval: number; readonly per: number }

/** Each name once, in one order everywhere, so that two takings lock their rows alike. `rates` take the place of the table's. */
export const pacesOf = (names: readonly LimitName[], factor = 1, rates: Rates = {}): readonly Pace[] =>
  [...new Set(names)].sort().map((name) => {
    const { rate: standard, per } = limits[name]
    const rate = rates[name] ?? standard
    // Rounded down, so that the whole allowance fits into one window.
    return { name, interval: Math.max(1, Math.floor(per / Math.max(1, rate * factor))), per }
  })

/** Where the theoretical arrival time stands after one taking. */
export const arrivalAfter = ({ interval }: Pace, arrival: number, now: number): number =>
  Math.max(arrival, now) + interval

/** ms until one taking fits; 0 or less when it fits now. */
export const waitFor = (pace: Pace, arrival: number, now: number): number =>
  arrivalAfter(pace, arrival, now) - pace.per - now

/** The verdict for several waits in ms: all must fit, and the longest decides. */
export const verdictFor = (waits: readonly number[]): Verdict => {
  const longest = Math.max(0, ...waits)
  return longest === 0 ? { ok: true } : { ok: false, retryAfter: Math.ceil(longest / 1000) }
}

/** The same for the waits of limits, and which of those is to be waited for. */
export const limitVerdictFor = (
  waits: readonly { readonly limit: LimitName; readonly wait: number }[],
): LimitVerdict => {
  const [longest] = waits.toSorted((a, b) => b.wait - a.wait)
  const verdict = verdictFor(waits.map(({ wait }) => wait))
  return verdict.ok || longest === undefined ? { ok: true } : { ...verdict, limit: longest.limit }
}

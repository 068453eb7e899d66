import type { LimitName } from '../domain/limits.ts'

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly retryAfter: number }

/** Of several buckets `limit` is the one to wait for longest. */
export type LimitVerdict = Verdict & ({ readonly ok: true } | { readonly ok: false; readonly limit: LimitName })

/** Counters that all instances share (STANDARD 7). `retryAfter` in seconds. An error of the store is an error here: never open. */
export type Limiter = {
  /** Takes one from each named bucket, or none and says when to come again. `factor` multiplies the allowance. */
  take(names: readonly LimitName[], key: string, factor?: number): Promise<LimitVerdict>
  /** Gives one taking back to each named bucket: what it was taken for did not come to pass. */
  giveBack(names: readonly LimitName[], key: string, factor?: number): Promise<void>
  /** Whether {@link take} would succeed, without taking. */
  peek(names: readonly LimitName[], key: string, factor?: number): Promise<LimitVerdict>
}

/** The budget of tries against one person in one directory (STANDARD 3.5). */
export type AttemptBudget = {
  /**
   * Reserves a slot before the bind: one of each key or none. `allowed` failures within `window` ms; each key names one
   * of the directory's controllers and the canonical user.
   */
  reserve(keys: readonly string[], allowed: number, window: number): Promise<Verdict>
  /** Gives one slot back: the directory was never asked. */
  giveBack(keys: readonly string[]): Promise<void>
  /**
   * The password was right: forgets the failures under `own`, and so many of those under `shared`, where other people's
   * with the same name may stand too.
   */
  forget(own: readonly string[], shared: readonly string[]): Promise<void>
}

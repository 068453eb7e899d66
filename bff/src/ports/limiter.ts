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

/** A slot that was reserved. `known`: by key, how many failures a directory had counted before that, as far as it had said so. */
export type Slot = { readonly ok: true; readonly known: Readonly<Record<string, number>> }

/**
 * The budget of tries against one person in one directory (STANDARD 3.5). Never less is counted here than there: a slot
 * is one that the directory may have counted since it last forgot, whether its answer has come or not.
 */
export type AttemptBudget = {
  /**
   * Reserves a slot before the bind: one of each key or none. `allowed` failures within `window` ms; each key names one
   * of the directory's controllers and the canonical user.
   */
  reserve(keys: readonly string[], allowed: number, window: number): Promise<Slot | Extract<Verdict, { ok: false }>>
  /** Gives one slot back: the directory was never asked, or counted nothing. */
  giveBack(keys: readonly string[]): Promise<void>
  /** The directory has counted this try as a failure, and said so: from now on a success may forgive it. */
  settle(keys: readonly string[]): Promise<void>
  /**
   * The directory took a right password, and forgot what it had counted: this slot is free, and so are the failures that
   * were {@link Slot.known} under `own`. A try that was under way meanwhile may have been counted after that, and stays.
   * `shared`: the keys where other people's with the same name may stand too, in the order of `own`.
   */
  forgive(slot: Slot, own: readonly string[], shared: readonly string[]): Promise<void>
}

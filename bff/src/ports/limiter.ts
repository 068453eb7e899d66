import type { LimitName } from '../domain/limits.ts'

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly retryAfter: number }

/** Counters that all instances share (STANDARD 7). `retryAfter` in seconds. An error of the store is an error here: never open. */
export type Limiter = {
  /** Takes one from each named bucket, or none and says when to come again. `factor` multiplies the allowance. */
  take(names: readonly LimitName[], key: string, factor?: number): Promise<Verdict>
  /** Whether {@link take} would succeed, without taking. */
  peek(names: readonly LimitName[], key: string, factor?: number): Promise<Verdict>
}

/** The budget of tries against one person in one directory (STANDARD 3.5). */
export type AttemptBudget = {
  /** Reserves a slot before the bind. `allowed` failures within `window` ms; `key` names directory and canonical user. */
  reserve(key: string, allowed: number, window: number): Promise<Verdict>
  /** Gives one slot back: the directory was never asked. */
  giveBack(key: string): Promise<void>
  /** Forgets all failures: the password was right. */
  clear(key: string): Promise<void>
}

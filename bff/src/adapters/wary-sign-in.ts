import { createHash } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

/** What a directory made of a password; `unknown` where no answer came. */
export type SignedIn = 'right' | 'wrong' | 'unknown'

/** Whether a password may be shown now; if so `tell` must be called once the directory has spoken, or never will. */
export type Wary = {
  enter(user: string, password: string): Promise<{ tell(signedIn: SignedIn, window: number): void } | undefined>
}

const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64')

/**
 * Keeps a service account from being locked by a password that is out of date (STANDARD 3.5): people's calls use it, not
 * one of them knows it, and none of their budgets counts it. One that was refused is not shown again within `window` ms,
 * unless it is another one; until one was accepted there is one try at a time.
 */
export const createWary = (clock: Clock): Wary => {
  let accepted: string | undefined
  let refused: { readonly digest: string; readonly until: number } | undefined
  let trial: Promise<void> | undefined

  return {
    enter: async (user, password) => {
      const digest = digestOf(user, password)
      while (accepted !== digest && trial !== undefined) await trial
      if (refused?.digest === digest && clock.now() < refused.until) return undefined
      const { promise, resolve } = Promise.withResolvers<void>()
      const isTrial = accepted !== digest
      if (isTrial) trial = promise
      return {
        tell: (signedIn, window) => {
          if (signedIn === 'right') accepted = digest
          if (signedIn === 'wrong') {
            accepted = accepted === digest ? undefined : accepted
            refused = { digest, until: clock.now() + window }
          }
          if (!isTrial) return
          trial = undefined
          resolve()
        },
      }
    },
  }
}

import type { SeenBrowser } from '@muster/shared/hand-over'
import type { AuditEvent, Stored } from './enrollment-store.ts'

/** A hand-over under way, of which an enrollment has one at most. Times in ms of the store's clock. */
export type HandOver =
  | { readonly kind: 'offered'; readonly expiresAt: number }
  | {
      readonly kind: 'taken'
      readonly number: string
      readonly by: SeenBrowser
      readonly takerDigest: string
      readonly expiresAt: number
    }

/** Who used the code: `takerDigest` of their cookie, and for how many ms an answer is awaited. */
export type Taking = Pick<Extract<HandOver, { kind: 'taken' }>, 'number' | 'by' | 'takerDigest'> & {
  readonly lifetime: number
}

/**
 * Hand-overs to another device or browser. What expired, and what belongs to an enrollment that was closed, is not found.
 * The last act, in which the second device gets the enrollment, is a companion of its saving.
 */
export type HandOverStore = {
  /** In place of any earlier one, for `lifetime` ms; the enrollment is active. Gives its end; `undefined`: it is closed. */
  offer(stored: Stored, codeDigest: string, lifetime: number, audit: readonly AuditEvent[]): Promise<number | undefined>
  /** Whose offer it is, without using it. */
  offered(codeDigest: string): Promise<Stored | undefined>
  /** One statement: of all who have the code one takes it. Gives the end of its time; `undefined`: somebody else did. */
  take(codeDigest: string, taking: Taking, audit: readonly AuditEvent[]): Promise<number | undefined>
  /** The second device's hand-over, as long as it waits for the first device's word. */
  taken(takerDigest: string): Promise<Extract<HandOver, { kind: 'taken' }> | undefined>
  of(accountId: string, enrollmentId: string): Promise<HandOver | undefined>
  /** Ends the one that was taken by `takerDigest`, or whichever there is. `false`: there is none. */
  refuse(
    accountId: string,
    enrollmentId: string,
    takerDigest: string | undefined,
    audit: readonly AuditEvent[],
  ): Promise<boolean>
  /** The enrollment that a device handed over, by its last cookie, and to whom. */
  watched(watcherDigest: string): Promise<{ readonly stored: Stored; readonly by: SeenBrowser } | undefined>
}

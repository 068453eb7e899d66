import type { SeenBrowser } from '@muster/shared/hand-over'
import type { AuditType } from '../domain/audit-events.ts'
import type { CountedTry, EmailCode } from '../domain/email-code.ts'
import type { Device, Enrollment } from '../domain/enrollment.ts'
import type { LimitName } from '../domain/limits.ts'
import type { CodeView } from '../domain/to-step.ts'

/** An enrollment as it lies in the store. `version` grows with every save; `rotation` numbers its cookies from 0. */
export type Stored = {
  readonly enrollment: Enrollment
  readonly version: number
  readonly rotation: number
  readonly code?: CodeView
  /** The registration's request, kept to answer a repetition of it (STANDARD 8.1). */
  readonly registration?: { readonly idempotencyKey: string; readonly bodyDigest: string }
  /** Of the account's settings when it was read, where the store read them along: see `AccountSettings.find`. */
  readonly settingsVersion?: number
  /** The store's clock when it was read, ms. */
  readonly now: number
}

/** One line of the audit (STANDARD 11). `data` holds no secret; unproven names are pseudonyms. */
export type AuditEvent = {
  readonly type: AuditType
  readonly data: Readonly<Record<string, string | number | boolean>>
}

/** A mail that commits with what it tells of: sealed, because it may hold a code. */
export type OutboxMail = {
  readonly id: string
  readonly codeId?: string
  readonly sealed: string
  /** Not worth sending after this many ms from now. */
  readonly usefulFor: number
  /** Goes only where this mark can be taken, so that its limit is told of once a window. */
  readonly once?: { readonly mark: LimitName; readonly key: string }
}

/** What is written in the same transaction as an enrollment's next state, or not at all. */
export type Companions = {
  readonly audit: readonly AuditEvent[]
  readonly mail?: readonly OutboxMail[]
  readonly issueCode?: EmailCode
  readonly consumeCode?: string
  readonly useTokens?: readonly { readonly id: string; readonly expiresAt: number }[]
  readonly device?: {
    readonly device: Device
    readonly idempotencyKey: string
    readonly bodyDigest: string
    readonly limit?: number
  }
  /** The digest of the next cookie: the present one works on until that is first seen, at most `grace` ms. */
  readonly rotate?: { readonly cookieDigest: string; readonly grace: number }
  /**
   * The second device has the enrollment from now on: what it took stands in the place of the previous cookie, and the
   * first device's, `watcherDigest`, only looks on. A conflict where the hand-over ended meanwhile.
   */
  readonly handOver?: { readonly takerDigest: string; readonly watcherDigest: string; readonly by: SeenBrowser }
  /** At most so many proven enrollments stay open per person; the oldest gives way (STANDARD 1.5). */
  readonly provenOpen?: { readonly userKey: string; readonly most: number }
}

export type Saved =
  | { readonly kind: 'saved'; readonly stored: Stored }
  /** Somebody else saved first, or the code or hand-over was used meanwhile: nothing of this was written. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'token-used' }
  /** The person has all the devices they may have, or the enrollment request has served already. */
  | { readonly kind: 'device-limit' }

export type EnrollmentStore = {
  /** ms of the store's clock. */
  now(): Promise<number>
  create(enrollment: Enrollment, cookieDigest: string, audit: readonly AuditEvent[]): Promise<Stored>
  /**
   * By the digest of its present cookie, or of the previous one within its grace. Seeing the present one ends the
   * previous. Ended and expired enrollments are found too, until retention prunes them.
   */
  load(cookieDigest: string): Promise<Stored | undefined>
  /**
   * Compare-and-swap on `from.version`, with all companions in one transaction (STANDARD 1.2). A code that the enrollment
   * no longer waits for is void, and what waits in the outbox with it is not sent any more.
   */
  save(from: Stored, next: Enrollment, companions: Companions): Promise<Saved>
  /**
   * Gives an enrollment its time anew: active now, its end `lifetime` ms away, at most `extensions` times. The version
   * stays, so that what was submitted meanwhile is not lost to it. `undefined`: as often as that already.
   */
  extend(
    stored: Stored,
    rules: { readonly lifetime: number; readonly extensions: number },
    audit: readonly AuditEvent[],
  ): Promise<Stored | undefined>
  /** The browser's enrollment is over: its cookies and codes are void. Unproven ones are forgotten. */
  abandon(stored: Stored, audit: readonly AuditEvent[]): Promise<void>
  /** Audit lines of what changed no state (a failed try); the person did something, so the enrollment is active. */
  record(accountId: string, enrollmentId: string, audit: readonly AuditEvent[]): Promise<void>
}

/** The mailed codes (STANDARD 5.2): a try is counted before anything is compared. */
export type OneTimeCodes = {
  /** One statement: counts a try if the code is unused, unexpired and not yet exhausted. `undefined`: no such code. */
  countTry(accountId: string, codeId: string): Promise<CountedTry | undefined>
}

/** `attempt` is 1 the first time; `reference` of the enrollment that it tells of, as long as that is there. */
export type OutboxItem = {
  readonly id: string
  readonly sealed: string
  readonly attempt: number
  readonly reference?: string
}

/** The transactional outbox: one sender at a time takes a mail under a lease. */
export type Outbox = {
  /** The next mails that are due, leased for `lease` ms; none that is past its use. */
  due(most: number, lease: number): Promise<readonly OutboxItem[]>
  /** Mails past their use have failed: some of them, and the others at the next call. */
  giveUp(): Promise<void>
  sent(id: string): Promise<void>
  /** Another try in `delay` ms, unless the mail is past its use by then. */
  deferred(id: string, delay: number, reason: string): Promise<void>
  failed(id: string, reason: string): Promise<void>
}

import type { SeenBrowser } from '@muster/shared/hand-over'
import type { EmailCode } from '../domain/email-code.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { CodeView } from '../domain/to-step.ts'
import type { Profile } from '../ports/administration.ts'
import type { Taking } from '../ports/hand-over-store.ts'
import type { AuditLine } from '../ports/audit-trail.ts'
import type { AppliedAccount, DeviceRecord, EnrollmentRequest } from '../ports/records.ts'
import type { AuditEvent } from '../ports/enrollment-store.ts'
import { emptyChain } from './audit-chain.ts'

export type EnrollmentRow = {
  readonly enrollment: Enrollment
  readonly version: number
  readonly rotation: number
  /** Without one, no browser reaches the enrollment any more. */
  readonly cookieDigest: string | undefined
  readonly previous: { readonly digest: string; readonly until: number } | undefined
  readonly userKey: string | undefined
  readonly closedAt: number | undefined
}

type CodeRow = { readonly accountId: string; readonly enrollmentId: string; readonly code: EmailCode }

export type MailRow = {
  readonly id: string
  readonly accountId: string
  readonly enrollmentId: string
  readonly codeId: string | undefined
  readonly sealed: string
  readonly delivery: CodeView['delivery']
  readonly attempt: number
  readonly dueAt: number
  readonly usefulUntil: number
}

/** `codeDigest` until it is taken. */
type HandOverRow = {
  readonly accountId: string
  readonly codeDigest: string | undefined
  readonly taken: Pick<Taking, 'number' | 'by' | 'takerDigest'> | undefined
  readonly expiresAt: number
}

type WatcherRow = {
  readonly enrollmentId: string
  readonly by: SeenBrowser
  readonly since: number
}

/** `used`: slots; `failed` and `forgiven`: how many ever settled as failures, and how many of those were forgiven. */
type AttemptRow = {
  readonly used: number
  readonly failed: number
  readonly forgiven: number
  readonly endsAt: number
}

/** The store's tables as maps by identifier. No await stands between a read and its write, so each call is atomic. */
export type Tables = ReturnType<typeof emptyTables>

export const emptyTables = () => ({
  accounts: new Map<string, AppliedAccount>(),
  requests: new Map<string, EnrollmentRequest>(),
  enrollments: new Map<string, EnrollmentRow>(),
  codes: new Map<string, CodeRow>(),
  /** By the enrollment. */
  handOvers: new Map<string, HandOverRow>(),
  /** By the cookie's digest. */
  watchers: new Map<string, WatcherRow>(),
  mails: new Map<string, MailRow>(),
  devices: new Map<string, DeviceRecord & { readonly idempotencyKey: string; readonly bodyDigest: string }>(),
  usedTokens: new Map<string, number>(),
  arrivals: new Map<string, number>(),
  attempts: new Map<string, AttemptRow>(),
  /** By their number, which is also their order. */
  audit: new Map<number, AuditLine>(),
  chain: { ...emptyChain, lines: 0 },
  /** Fingerprints by name. */
  keys: new Map<string, string>(),
  /** One at most: whose store it is. */
  profiles: new Set<Profile>(),
})

/** A key of several parts that no other parts can spell. */
export const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)

export const addAudit = (
  tables: Tables,
  at: number,
  accountId: string,
  enrollmentId: string | undefined,
  events: readonly AuditEvent[],
): void => {
  for (const event of events) {
    const id = (tables.chain.lines += 1)
    tables.audit.set(id, { id, at, accountId, ...(enrollmentId === undefined ? {} : { enrollmentId }), ...event })
  }
}

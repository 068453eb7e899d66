import type { AccountSettings } from './account-settings.ts'
import type { Administration } from './administration.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { EnrollmentStore, OneTimeCodes, Outbox } from './enrollment-store.ts'
import type { HandOverStore } from './hand-over-store.ts'
import type { AttemptBudget, Limiter } from './limiter.ts'

/** `elsewhere`: another instance is at it. `stopped`: there is more. */
export type Pruning = { readonly kind: 'done' | 'elsewhere' | 'stopped' }

/** Every port that one store serves, over one clock. */
export type Store = {
  readonly enrollments: EnrollmentStore
  readonly codes: OneTimeCodes
  readonly handOvers: HandOverStore
  readonly outbox: Outbox
  readonly limiter: Limiter
  readonly budget: AttemptBudget
  readonly accounts: AccountSettings
  readonly audit: AuditTrail
  readonly administration: Administration
  /**
   * Forgets what has outlived its use, in short transactions that wait for nobody; to be called every few minutes. An
   * aborted signal ends it between two of them, and a later call goes on.
   */
  prune(signal?: AbortSignal): Promise<Pruning>
}

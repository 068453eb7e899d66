import type { Settings } from '../domain/limits.ts'
import type { AccountSettings } from './account-settings.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { Chance } from './chance.ts'
import type { Directory } from './directory.ts'
import type { EnrollmentStore, OneTimeCodes } from './enrollment-store.ts'
import type { MakeHandOff, RenderQr } from './hand-off.ts'
import type { HandOverStore } from './hand-over-store.ts'
import type { IdentityProvider } from './identity-provider.ts'
import type { Keys } from './keys.ts'
import type { AttemptBudget, Limiter } from './limiter.ts'
import type { WordsIn } from './mail-words.ts'

/** Everything the use cases reach the world through. */
export type Ports = {
  readonly accounts: AccountSettings
  readonly enrollments: EnrollmentStore
  readonly codes: OneTimeCodes
  readonly handOvers: HandOverStore
  readonly limiter: Limiter
  readonly budget: AttemptBudget
  readonly audit: AuditTrail
  readonly directory: Directory
  readonly identityProvider: IdentityProvider
  readonly keys: Keys
  readonly chance: Chance
  readonly makeHandOff: MakeHandOff
  readonly renderQr: RenderQr
  readonly settings: Settings
  readonly wordsIn: WordsIn
  /** Who mails come from, as people see it. */
  readonly sender: string
  /** Says that mail waits in the outbox that somebody waits for. For what can wait a moment the sender comes by itself. */
  readonly nudgeOutbox: () => void
}

import type { EntraError, EntraReason } from '@muster/shared/entra-refusal'
import type { RefusalCode } from '@muster/shared/step'
import type { AuthenticationType, Ownership, PasswordNote, Platform, Proof, Workflow } from '@muster/shared/vocabulary'
import type { ClaimedUser } from './claimed-user.ts'
import type { Challenge, ChallengePlan } from './policy/challenge-plan.ts'

/** An administrator's invitation to one person, as far as the enrollment needs it. */
export type Invitation = {
  readonly id: string
  readonly username?: string
  readonly domain?: string
  readonly platform?: Platform
}

/** Whose device it becomes. `key` is the only identity that is ever compared: `entra:<tid>:<oid>`, `ad:<objectGUID>`, or `ad:<domain>:<user>` where the directory tells none. */
export type Subject = { readonly key: string; readonly displayName: string }

/** An authority's word for a person. `mail`: where a code may go, by the rules; absent if nowhere. */
export type Confirmation = {
  readonly authority: AuthenticationType
  readonly subject: Subject
  readonly proven: readonly Proof[]
  readonly mail?: string
}

/** The challenge that waits for an answer, with what its answer is checked against. */
export type OpenChallenge =
  | { readonly kind: 'password'; readonly note?: PasswordNote }
  | { readonly kind: 'new-password' }
  | {
      readonly kind: 'entra-sign-in'
      readonly nonce: string
      readonly authenticationContext?: string
      /** Whether a token without the authentication context was rejected already. */
      readonly contextMissed: boolean
    }
  | {
      readonly kind: 'email-code'
      readonly codeId: string
      readonly sentTo: string
      readonly confirmation: Confirmation
    }

/** Why Microsoft let nobody in. `said`: its own words for that, where it said any; `at` in ms. */
export type EntraRefusal = {
  readonly reason: EntraReason
  readonly said?: {
    readonly error: EntraError
    readonly errorCodes: readonly number[]
    readonly traceId?: string
    readonly correlationId?: string
    readonly at: number
  }
}

export type Device = {
  readonly id: string
  readonly platform: Platform
  readonly name: string
  readonly ownership?: Ownership
  readonly termsVersion?: string
  readonly registeredAt: number
}

/** Where an enrollment stands: each state holds only what is true in it. */
export type State =
  | {
      readonly kind: 'identifying'
      /** Existing workflow: who changed a password and is to sign in with it. */
      readonly again?: { readonly user: ClaimedUser; readonly note: PasswordNote }
    }
  | {
      readonly kind: 'challenged'
      readonly user: ClaimedUser
      readonly plan: ChallengePlan
      readonly now: OpenChallenge
      readonly met: readonly Challenge['kind'][]
      readonly then: readonly Challenge[]
    }
  | {
      readonly kind: 'choosing-device'
      readonly user: ClaimedUser
      readonly plan: ChallengePlan
      readonly confirmation: Confirmation
      readonly met: readonly Challenge['kind'][]
    }
  | {
      readonly kind: 'enrolled'
      readonly user: ClaimedUser
      readonly plan: ChallengePlan
      readonly confirmation: Confirmation
      readonly met: readonly Challenge['kind'][]
      readonly device: Device
      /** The account's hand-off for the device's platform as it was then: an account may do without it later. */
      readonly handOff?: string
    }
  | {
      readonly kind: 'refused'
      readonly because: RefusalCode
      readonly proven: readonly Proof[]
      /** With `entra-failed`. */
      readonly entra?: EntraRefusal
    }

export type StateOf<K extends State['kind']> = Extract<State, { kind: K }>

/** One try of one person in one browser to enroll one device. Times are milliseconds of the store's clock. */
export type Enrollment = {
  readonly id: string
  readonly accountId: string
  readonly reference: string
  readonly workflow: Workflow
  readonly invitation?: Invitation
  readonly startedAt: number
  /** The last thing the person did; reading is nothing (DESIGN section 3). */
  readonly activeAt: number
  readonly endsAt: number
  readonly extensions: number
  /** How many codes were mailed for it; each is known to people by its number. */
  readonly codes?: number
  readonly state: State
}

/** What a state has proven so far, for the record and the pages. */
export const provenIn = (state: State): readonly Proof[] => {
  switch (state.kind) {
    case 'identifying':
      return []
    case 'challenged':
      return state.now.kind === 'email-code' ? state.now.confirmation.proven : []
    case 'choosing-device':
    case 'enrolled':
      return state.met.includes('email-code') ? [...state.confirmation.proven, 'email-code'] : state.confirmation.proven
    case 'refused':
      return state.proven
  }
}

/** The published number of table 3, once every planned challenge is met; 0 before. */
export const factorsCounted = (state: State): number =>
  state.kind === 'choosing-device' || state.kind === 'enrolled' ? state.plan.counts[state.confirmation.authority] : 0

/** Whether an authority's word is one that a challenge asked for. */
const isConfirmedBy = (challenge: Challenge, { authority, proven }: Confirmation): boolean => {
  switch (challenge.kind) {
    case 'credentials':
    case 'password':
      return challenge.against.includes(authority) && proven.includes(authority === 'entra-id' ? 'entra' : 'password')
    case 'entra-sign-in':
      return (
        authority === 'entra-id' &&
        proven.includes('entra') &&
        (challenge.authenticationContext === undefined || proven.includes('entra-mfa'))
      )
    case 'email-code':
      return true
  }
}

/**
 * Whether every challenge of the plan was met, in its order, and by the authority's word that stands beside: asked again
 * before a device is written (STANDARD 1.3).
 */
export const isEarned = ({
  plan,
  met,
  confirmation,
}: Pick<StateOf<'choosing-device'>, 'plan' | 'met' | 'confirmation'>): boolean =>
  plan.challenges.length === met.length &&
  plan.challenges.every((challenge, index) => met[index] === challenge.kind && isConfirmedBy(challenge, confirmation))

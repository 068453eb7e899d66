import type { EntraError, EntraReason } from '@muster/shared/entra-refusal'
import type { EntraSettings } from '../domain/account.ts'
import type { Secret } from '../domain/secret.ts'

/** A person as validated tokens state them. `names` may only deny, never grant (STANDARD 2.3). */
export type EntraPerson = {
  readonly tenantId: string
  readonly objectId: string
  readonly names: readonly string[]
  readonly preferredUsername?: string
  readonly displayName?: string
}

export type SignInCheck =
  | {
      readonly kind: 'verified'
      readonly person: EntraPerson
      /** Whether the authentication context that was asked for is in the token. */
      readonly contextSatisfied: boolean
      /** Token identifiers with their end (ms): each may be used once (STANDARD 2.2 `uti`). */
      readonly tokens: readonly { readonly id: string; readonly expiresAt: number }[]
    }
  /** `reason` is for the audit and the operator's log, one word a check; it never reaches a browser. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unavailable' }

export type Expected = {
  readonly nonce: string
  /** ms of the store's clock */
  readonly startedAt: number
  readonly now: number
  readonly authenticationContext?: string
}

type GrantRefused = {
  readonly reason: EntraReason
  readonly error: EntraError
  readonly errorCodes: readonly number[]
}

export type PasswordGrant =
  | { readonly kind: 'verified'; readonly person: EntraPerson }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'mfa-required' }
  /** For a reason that may be told before anything is proven (`domain/policy/grant-refusal.ts`). */
  | ({ readonly kind: 'refused' } & GrantRefused)
  | { readonly kind: 'unavailable' }

/** Microsoft Entra ID: the token check of the new workflow and the password check of the existing one. */
export type IdentityProvider = {
  verifySignIn(
    settings: EntraSettings,
    tokens: { readonly idToken: string; readonly accessToken?: string },
    expected: Expected,
  ): Promise<SignInCheck>
  /** The resource-owner password grant: only for accounts on the existing workflow (STANDARD D4). `now` in ms. */
  verifyPassword(settings: EntraSettings, principal: string, password: Secret, now: number): Promise<PasswordGrant>
  /** Provider metadata for MSAL as JSON text, where it must not fetch Microsoft's own. */
  metadataFor(settings: EntraSettings): string | undefined
}

import type { EntraError, EntraReason } from '@muster/shared/entra-refusal'
import { entraReasonFor } from './entra-reason.ts'

/** What the password grant's refusal comes to: a reason where it may be told (STANDARD 6). */
export type GrantRefusal = 'rejected' | 'mfa-required' | 'unavailable' | { readonly reason: EntraReason }

/**
 * Told because Entra finds out about them after the password: Conditional Access is enforced once the first factor is
 * done (Microsoft Learn, "What is Conditional Access?"), and assignment and consent belong to the token of whoever has
 * signed in. Not told: 50053 and 50057, which come with any password, and 50055, of which Microsoft does not say it.
 */
const afterThePassword: readonly EntraReason[] = [
  'device-not-managed',
  'app-not-approved',
  'blocked-by-policy',
  'blocked-for-risk',
  'not-assigned',
  'consent-missing',
]

/** A refusal of the password grant (RFC 6749 section 5.2) → what may be told of it before anything is proven. */
export const grantRefusal = (error: EntraError, errorCodes: readonly number[]): GrantRefusal => {
  const reason = entraReasonFor(error, errorCodes)
  if (error === 'invalid_grant' || error === 'interaction_required') {
    if (afterThePassword.includes(reason)) return { reason }
    return reason === 'second-check' || reason === 'second-check-setup' ? 'mfa-required' : 'rejected'
  }
  // The application is at fault, whoever asks: it tells nothing of a person.
  return reason === 'misconfigured' || reason === 'consent-missing' ? { reason } : 'unavailable'
}

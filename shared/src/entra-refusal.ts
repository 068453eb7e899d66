import * as z from 'zod/mini'

/** Why a sign-in at Microsoft came to nothing, as a help desk would put it. The words are the pages' own. */
export const EntraReason = z.enum([
  'cancelled',
  'timed-out',
  'wrong-password',
  'password-expired',
  'locked',
  'disabled',
  'not-in-tenant',
  'not-assigned',
  'not-allowed-now',
  'second-check',
  'second-check-setup',
  'second-check-not-made',
  'device-not-managed',
  'app-not-approved',
  'blocked-by-policy',
  'blocked-for-risk',
  'consent-missing',
  'misconfigured',
  'trouble',
  'unknown',
])
export type EntraReason = z.infer<typeof EntraReason>

/** `error` of an OAuth answer (RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core 3.1.2.6); the rest is `other`. */
export const EntraError = z.enum([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_resource',
  'invalid_scope',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'other',
])
export type EntraError = z.infer<typeof EntraError>

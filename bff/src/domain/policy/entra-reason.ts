import { EntraError, type EntraReason } from '@muster/shared/entra-refusal'

/**
 * AADSTS number → the reason that people are told. Microsoft's page "Microsoft Entra authentication and authorization
 * error codes" (learn.microsoft.com/entra/identity-platform/reference-error-codes, May 2026) names them; `docs/entra-errors.md`
 * has the same table, and a test compares both. Microsoft may change a number's meaning, so that none decides what
 * happens, only which words are shown (STANDARD 2.6).
 */
// Laid out as it is published, by reason:
// oxfmt-ignore
export const entraReasons: Readonly<Record<number, EntraReason>> = {
  65004: 'cancelled',

  50089: 'timed-out', 54005: 'timed-out', 70000: 'timed-out', 70008: 'timed-out', 70019: 'timed-out',

  50056: 'wrong-password', 50064: 'wrong-password', 50126: 'wrong-password',

  50055: 'password-expired', 50135: 'password-expired', 50144: 'password-expired',

  50053: 'locked',
  50057: 'disabled',

  16000: 'not-in-tenant', 16003: 'not-in-tenant', 50014: 'not-in-tenant', 50020: 'not-in-tenant',
  50034: 'not-in-tenant', 51004: 'not-in-tenant', 90072: 'not-in-tenant', 500021: 'not-in-tenant',
  500022: 'not-in-tenant', 500208: 'not-in-tenant', 500212: 'not-in-tenant', 500213: 'not-in-tenant',

  50105: 'not-assigned',
  80012: 'not-allowed-now',

  50074: 'second-check', 50076: 'second-check', 50078: 'second-check', 50088: 'second-check',
  50158: 'second-check',

  50072: 'second-check-setup', 50079: 'second-check-setup', 50125: 'second-check-setup', 53010: 'second-check-setup',

  50097: 'device-not-managed', 50129: 'device-not-managed', 50155: 'device-not-managed', 50187: 'device-not-managed',
  53000: 'device-not-managed', 53001: 'device-not-managed',

  50127: 'app-not-approved', 53002: 'app-not-approved',

  50005: 'blocked-by-policy', 50131: 'blocked-by-policy', 53003: 'blocked-by-policy', 530032: 'blocked-by-policy',
  530035: 'blocked-by-policy',

  53004: 'blocked-for-risk', 53011: 'blocked-for-risk', 530034: 'blocked-for-risk',

  65001: 'consent-missing', 90008: 'consent-missing', 90094: 'consent-missing', 90095: 'consent-missing',

  50001: 'misconfigured', 50011: 'misconfigured', 50194: 'misconfigured', 65005: 'misconfigured',
  70001: 'misconfigured', 70002: 'misconfigured', 70003: 'misconfigured', 70004: 'misconfigured',
  70005: 'misconfigured', 70011: 'misconfigured', 90002: 'misconfigured', 500011: 'misconfigured',
  650052: 'misconfigured', 650056: 'misconfigured', 650057: 'misconfigured', 700011: 'misconfigured',
  700016: 'misconfigured', 700054: 'misconfigured', 900144: 'misconfigured', 900971: 'misconfigured',
  7000112: 'misconfigured', 7000218: 'misconfigured',

  50000: 'trouble', 50033: 'trouble', 50087: 'trouble', 80001: 'trouble', 80002: 'trouble', 80005: 'trouble',
  80007: 'trouble', 80014: 'trouble', 90006: 'trouble', 90012: 'trouble', 90024: 'trouble', 90033: 'trouble',
  90055: 'trouble',
}

/** OAuth's `error` where no number tells more. */
const reasonOfError = {
  access_denied: 'cancelled',
  account_selection_required: 'timed-out',
  consent_required: 'consent-missing',
  interaction_required: 'second-check',
  invalid_client: 'misconfigured',
  invalid_grant: 'timed-out',
  invalid_request: 'misconfigured',
  invalid_resource: 'misconfigured',
  invalid_scope: 'misconfigured',
  login_required: 'timed-out',
  server_error: 'trouble',
  temporarily_unavailable: 'trouble',
  unauthorized_client: 'misconfigured',
  unsupported_grant_type: 'misconfigured',
  unsupported_response_type: 'misconfigured',
  other: 'unknown',
} as const satisfies Record<EntraError, EntraReason>

/** An `error` as anybody may send it → one that we know; no other text of theirs goes any further. */
export const entraErrorIn = (text: string): EntraError => {
  const known = EntraError.safeParse(text)
  return known.success ? known.data : 'other'
}

/** The first number that the table knows decides the words, else the error. A number that nobody knows is no cancelling. */
export const entraReasonFor = (error: EntraError, errorCodes: readonly number[]): EntraReason => {
  const known = errorCodes.flatMap((code) => entraReasons[code] ?? [])[0]
  if (known !== undefined) return known
  return error === 'access_denied' && errorCodes.length > 0 ? 'unknown' : reasonOfError[error]
}

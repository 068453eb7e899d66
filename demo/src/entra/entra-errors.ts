import { randomUUID } from 'node:crypto'

type EntraFailure = { readonly error: string; readonly suberror?: string; readonly text: string }

// Numbers and words: Microsoft Entra authentication and authorization error codes.
const failures = {
  50011: {
    error: 'invalid_request',
    text: 'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
  },
  50034: {
    error: 'invalid_grant',
    text: 'The user account does not exist in the directory. To sign into this application, the account must be added to the directory.',
  },
  50058: { error: 'login_required', text: 'A silent sign-in request was sent but no user is signed in.' },
  50076: {
    error: 'invalid_grant',
    suberror: 'basic_action',
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  50105: {
    error: 'invalid_grant',
    text: 'Your administrator has configured the application to block users unless they are specifically granted access to it. The signed in user is blocked because they are not assigned to it.',
  },
  50126: { error: 'invalid_grant', text: 'Error validating credentials due to invalid username or password.' },
  53000: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant.',
  },
  53003: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  65004: { error: 'access_denied', text: 'User declined to consent to access the app.' },
  70000: { error: 'invalid_grant', text: 'The provided grant is invalid, expired, or was already used.' },
  70003: { error: 'unsupported_grant_type', text: 'The app requested an unsupported grant type.' },
  700016: {
    error: 'unauthorized_client',
    text: 'Application was not found in the directory. It may not be installed by the administrator of the tenant.',
  },
  900144: { error: 'invalid_request', text: 'The request body is missing a required parameter.' },
} as const satisfies Record<number, EntraFailure>

export type FailureNumber = keyof typeof failures

/** An error answer of the token endpoint, as Entra writes it. */
export type EntraErrorBody = {
  readonly error: string
  readonly error_description: string
  readonly error_codes: readonly number[]
  readonly timestamp: string
  readonly trace_id: string
  readonly correlation_id: string
  readonly error_uri: string
  readonly suberror?: string
}

/** Entra's `error_description`: number, words, and the three lines that its support asks for. */
export function describeFailure(number: FailureNumber, at: Date): string {
  return errorBody(number, at).error_description
}

/** The whole JSON answer for one failure. */
export function errorBody(number: FailureNumber, at: Date): EntraErrorBody {
  const failure: EntraFailure = failures[number]
  const [trace, correlation] = [randomUUID(), randomUUID()]
  const timestamp = at.toISOString().replace('T', ' ').replace(/\.\d+/, '')
  return {
    error: failure.error,
    error_description: `AADSTS${number}: ${failure.text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    ...(failure.suberror === undefined ? {} : { suberror: failure.suberror }),
  }
}

/** Finds Entra's number for an OAuth error of the underlying server. */
export function failureNumberOf(oauth: string): FailureNumber {
  if (oauth === 'invalid_client' || oauth === 'unauthorized_client') return 700016
  if (oauth === 'invalid_redirect_uri') return 50011
  if (oauth === 'invalid_grant') return 70000
  if (oauth === 'login_required') return 50058
  if (oauth === 'unsupported_grant_type') return 70003
  return 900144
}

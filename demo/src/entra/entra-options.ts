/** A person of the simulated tenant. `oid` is a GUID; `upn` is what is typed as user name and sent as `preferred_username`. */
export type Person = {
  readonly username: string
  readonly upn: string
  readonly oid: string
  readonly name: string
  readonly password: string
  /** Asked for this second factor at every sign-in, and refused by the password grant. */
  readonly mfa?: SecondFactor
  /** Refused with this number after the right password, whatever second factor they have. */
  readonly refused?: RefusalNumber
  /** Home in another tenant: tokens carry `acct: 1` and a foreign `idp`. */
  readonly guest?: boolean
}

/** Not assigned to the application, a device that is not compliant, blocked by Conditional Access. */
export type RefusalNumber = 50105 | 53000 | 53003

export type SecondFactor = 'approval' | 'sms'

/** What happened, in order, so that a test can say "Entra was asked" or "was not asked". */
export type EntraEvent =
  | { readonly kind: 'password-grant'; readonly username: string; readonly clientId: string; readonly outcome: Outcome }
  | { readonly kind: 'sign-in'; readonly username: string; readonly outcome: Outcome }
  | {
      readonly kind: 'second-factor'
      readonly username: string
      readonly factor: SecondFactor
      readonly outcome: Outcome
    }
  | { readonly kind: 'cancelled'; readonly username?: string }
  | { readonly kind: 'tokens'; readonly username: string; readonly clientId: string; readonly acrs: readonly string[] }
  | { readonly kind: 'keys' }
  | { readonly kind: 'signed-out' }

/** `ok`, or the number Entra gives the failure, such as 50126. */
export type Outcome = 'ok' | number

export type TextMessage = { readonly person: Person; readonly code: string; readonly sentAt: Date }

export type SimulatedEntraOptions = {
  /** Where browsers reach it, such as `http://localhost:4400`; only for pages and `form-action`, paths follow the request. */
  readonly origin: string
  readonly tenantId: string
  readonly spaClientId: string
  readonly apiClientId: string
  /** The client of the password grant; may equal `spaClientId`. */
  readonly ropcClientId: string
  /** Also the only addresses to which signing out returns. */
  readonly redirectUris: readonly string[]
  readonly people: readonly Person[]
  /** The authentication context that any second factor satisfies, such as `c1`. */
  readonly authenticationContext: string
  readonly onTextMessage?: (person: Person, code: string) => void
  readonly onEvent?: (event: EntraEvent) => void
  /** Seconds by which `iat` and `nbf` lie in the past; 300 by default, as Entra's tokens do. */
  readonly backdateSeconds?: number
}

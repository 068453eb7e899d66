import type { EntraSettings } from '../domain/account.ts'
import { issuerOf } from './entra-endpoints.ts'
import type { Header } from './signed-token.ts'

export type Claims = Readonly<Record<string, unknown>>

/** What a token is held against. Times in seconds since 1970. */
export type Held = {
  readonly settings: EntraSettings
  readonly of: 'id-token' | 'access-token'
  /** The only audience: the client that signed the person in, or our API. */
  readonly audience: string | undefined
  /** `issuer` as published beside the signing key. */
  readonly keyIssuer: string | undefined
  /** Whether the nonce is the one that was sent, compared in constant time; absent where none was. */
  readonly nonceIsOurs?: boolean
  readonly startedAt: number
  readonly now: number
  readonly authenticationContext?: string
}

type HeaderCheck = readonly [reason: string, holds: (header: Header) => boolean]
type ClaimCheck = readonly [reason: string, holds: (claims: Claims, held: Held) => boolean]

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
/** The tenant of everybody's personal Microsoft accounts. */
const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** Seconds that clocks may differ by. */
export const skew = 60
const oldest = 10 * 60
/** Entra dates `iat` and `nbf` five minutes back. */
const backdated = 5 * 60

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const words = (value: unknown): readonly string[] => (typeof value === 'string' ? value.split(' ') : [])
const forId = ({ of }: Held): boolean => of === 'id-token'

/** The header's rows of STANDARD 2.2, before a key is looked for. */
const headerChecks: readonly HeaderCheck[] = [
  ['alg', ({ alg }) => alg === 'RS256'],
  ['typ', ({ typ }) => typ === 'JWT'],
  ['kid', ({ kid }) => typeof kid === 'string' && kid !== ''],
  ['crit', (header) => !('crit' in header)],
]

/** The claims' rows of STANDARD 2.2, in its order; the signature is right by then. */
const claimChecks: readonly ClaimCheck[] = [
  ['ver', ({ ver }) => ver === '2.0'],
  ['iss', ({ iss }, { settings }) => iss === issuerOf(settings)],
  ['tid', ({ tid }, { settings }) => typeof tid === 'string' && guid.test(tid) && tid === settings.tenantId],
  ['tid-consumers', ({ tid }) => tid !== consumers],
  ['key-issuer', ({ iss, tid }, { keyIssuer }) => keyIssuer?.replace('{tenantid}', String(tid)) === iss],
  ['aud', ({ aud }, { audience }) => audience !== undefined && aud === audience],
  ['nonce', (_, { nonceIsOurs = true }) => nonceIsOurs],
  ['azp', ({ azp }, held) => forId(held) || azp === held.settings.spaClientId],
  ['scp', ({ scp }, held) => forId(held) || words(scp).includes('Enroll.Device')],
  ['idtyp', ({ idtyp }) => idtyp !== 'app'],
  ['exp', ({ exp }, { now }) => isTime(exp) && now < exp + skew],
  ['nbf', ({ nbf }, { now }) => isTime(nbf) && nbf - skew <= now],
  ['iat', ({ iat }, { now }) => isTime(iat) && iat - skew <= now],
  ['iat-before-start', ({ iat }, { startedAt }) => isTime(iat) && iat >= startedAt - backdated - skew],
  ['iat-too-old', ({ iat }, { now }) => isTime(iat) && iat >= now - oldest],
  ['auth-time', ({ auth_time: at }, { startedAt }) => at === undefined || (isTime(at) && at >= startedAt - skew)],
  ['oid', ({ oid }) => typeof oid === 'string' && guid.test(oid)],
  ['guest-acct', ({ acct }, { settings }) => settings.allowGuests || acct === undefined || acct === 0],
  ['guest-idp', ({ idp, iss }, { settings }) => settings.allowGuests || idp === undefined || idp === iss],
  [
    'context-missing',
    ({ acrs }, held) =>
      !forId(held) ||
      held.authenticationContext === undefined ||
      (Array.isArray(acrs) && acrs.includes(held.authenticationContext)),
  ],
]

/** The first check that does not hold, by its name; undefined when all do. */
export const headerFault = (header: Header): string | undefined => headerChecks.find(([, holds]) => !holds(header))?.[0]

/** The first check that does not hold, by its name; undefined when all do. */
export const claimFault = (claims: Claims, held: Held): string | undefined =>
  claimChecks.find(([, holds]) => !holds(claims, held))?.[0]

import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { EntraSettings } from '../domain/account.ts'

/** Seconds since 1970 when the tests' enrollment started, and when its tokens come back. */
export const startedAt = Date.UTC(2026, 10, 24, 9) / 1000
export const now = startedAt + 120

export const settings: EntraSettings = {
  cloud: 'login.microsoftonline.com',
  tenantId: '4b0c2f0e-7f5e-4a57-9a3c-0c5f6d1f7a11',
  spaClientId: '11111111-1111-4111-8111-111111111111',
  apiClientId: '22222222-2222-4222-8222-222222222222',
  passwordGrantClientId: '33333333-3333-4333-8333-333333333333',
  allowGuests: false,
  mismatch: 'block',
}
export const nonce = 'nonce-of-this-enrollment'
export const issuer = `https://login.microsoftonline.com/${settings.tenantId}/v2.0`

/** A token as Entra would make it; a test changes what it is about. `undefined` leaves a claim out. */
export const idClaims = {
  ver: '2.0',
  iss: issuer,
  tid: settings.tenantId,
  oid: '00000000-0000-4000-8000-00000000000a',
  sub: 'pairwise-of-the-spa',
  aud: settings.spaClientId,
  nonce,
  iat: startedAt - 240,
  nbf: startedAt - 240,
  exp: startedAt + 3600,
  preferred_username: 'ana@corp.example.test',
  name: 'Ana',
  uti: 'uti-of-the-id-token',
}
const { nonce: _, ...unasked } = idClaims
export const accessClaims = {
  ...unasked,
  aud: settings.apiClientId,
  azp: settings.spaClientId,
  scp: 'Other.Scope Enroll.Device',
  uti: 'uti-of-the-access-token',
}

export type SigningKey = {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly jwk: Readonly<Record<string, unknown>>
}

/** An RSA key as Entra publishes it, `issuer` beside it. */
export const newSigningKey = async (
  kid: string,
  keyIssuer: string | null = 'https://login.microsoftonline.com/{tenantid}/v2.0',
  alg = 'RS256',
): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const { kty, n, e } = await exportJWK(publicKey)
  const jwk = { kty, n, e, use: 'sig', kid, ...(keyIssuer === null ? {} : { issuer: keyIssuer }) }
  return { kid, privateKey, jwk }
}

export const keySet = (...keys: readonly SigningKey[]): string => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) })

/** Signs claims with a header that tests may bend. */
export const sign = (key: SigningKey, claims: object, header: object = {}): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })
    .sign(key.privateKey, { crit: { exp: true } })

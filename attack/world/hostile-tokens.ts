import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign as signBytes } from 'node:crypto'
import { people } from '@muster/demo/world/people'
import { tenant } from '@muster/demo/world/tenant'
import type { Arena } from './arena.ts'

type Claims = Readonly<Record<string, unknown>>

/** What a forger makes tokens with; claims that are `undefined` are left out. */
export type Forge = {
  readonly issuer: string
  /** The published key of the moment. */
  readonly key: { readonly kid: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject }
  id(claims?: Claims, header?: Claims): string
  access(claims?: Claims, header?: Claims): string
  /** Any header over any payload, signed with the published key, or another. */
  raw(header: Claims, payload: string, key?: KeyObject): string
  header(changes?: Claims): Claims
  idClaims(changes?: Claims): Claims
}

export const otherTenant = '99999999-9999-4999-8999-999999999999'
export const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'

export const base64url = (value: string | object): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Nobody publishes it. */
export const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const ellipticKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** HMAC with a public key as its secret: what a verifier that believes `alg` would accept. */
export const hmacSigned = (header: Claims, payload: string, secret: string | Buffer): string => {
  const signed = `${base64url(header)}.${base64url(payload)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

const signatures = {
  RS256: (bytes: Buffer, key: KeyObject) => signBytes('RSA-SHA256', bytes, key),
  RS512: (bytes: Buffer, key: KeyObject) => signBytes('RSA-SHA512', bytes, key),
  PS256: (bytes: Buffer, key: KeyObject) =>
    signBytes('RSA-SHA256', bytes, { key, padding: 6 /* RSA_PKCS1_PSS_PADDING */, saltLength: 32 }),
  ES256: (bytes: Buffer, key: KeyObject) => signBytes('SHA256', bytes, { key, dsaEncoding: 'ieee-p1363' }),
}

const isKnown = (alg: unknown): alg is keyof typeof signatures => typeof alg === 'string' && alg in signatures

/** Everything right for `username` at the Entra step that `nonce` belongs to, until a test changes it. */
export const forge = ({ entra }: Pick<Arena, 'entra'>, nonce: unknown, username = 'ana'): Forge => {
  const person = people.find((one) => one.username === username)
  const key = entra.keys.current()
  const issuer = `https://login.microsoftonline.com/${tenant.tenantId}/v2.0`
  const now = Math.floor(Date.now() / 1000)
  const shared = (): Claims => ({
    ver: '2.0',
    iss: issuer,
    tid: tenant.tenantId,
    oid: person?.entra?.oid,
    preferred_username: person?.mail,
    name: person?.displayName,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    uti: randomUUID(),
  })
  const header = (changes: Claims = {}): Claims => ({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...changes })
  const idClaims = (changes: Claims = {}): Claims => ({ ...shared(), aud: tenant.spaClientId, nonce, ...changes })
  const raw: Forge['raw'] = (given, payload, secret = key.privateKey) => {
    const signed = `${base64url(given)}.${base64url(payload)}`
    const { alg } = given
    return `${signed}.${signatures[isKnown(alg) ? alg : 'RS256'](Buffer.from(signed), secret).toString('base64url')}`
  }
  return {
    issuer,
    key,
    header,
    idClaims,
    raw,
    id: (claims, changes) => raw(header(changes), JSON.stringify(idClaims(claims))),
    access: (claims = {}, changes = {}) =>
      raw(
        header(changes),
        JSON.stringify({
          ...shared(),
          aud: tenant.apiClientId,
          azp: tenant.spaClientId,
          scp: 'Enroll.Device',
          ...claims,
        }),
      ),
  }
}

/** The pair that an honest browser brings back from Microsoft. */
export const goodTokens = (arena: Pick<Arena, 'entra'>, nonce: unknown, username?: string, claims: Claims = {}) => {
  const { id, access } = forge(arena, nonce, username)
  return { idToken: id(claims), accessToken: access() }
}

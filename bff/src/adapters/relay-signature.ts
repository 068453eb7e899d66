import { CompactSign, compactVerify } from 'jose'
import type { PrivateJwk, PublicJwk } from './relay-jwk.ts'
import { algorithms, importedKey, keysByName } from './relay-keys.ts'

/** Makes compact JWS (RFC 7515) of one type, so that none is ever taken for another. */
export type Signer = (type: string, claims: object) => Promise<string>
/** What the token says, where one of the known keys signed it as that type; undefined otherwise. */
export type Verifier = (type: string, token: string) => Promise<unknown>

export const createSigner = (jwk: PrivateJwk): Signer => {
  let key: Promise<CryptoKey> | undefined
  return async (typ, claims) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: algorithms.signing, typ, kid: jwk.kid })
      .sign(await (key ??= importedKey(jwk, 'signing')))
}

/** Of several keys, so that one can follow another while both are in use. */
export const createVerifier = (jwks: readonly PublicJwk[]): Verifier => {
  const find = keysByName(jwks, 'signing')
  return async (type, token) => {
    try {
      const { protectedHeader, payload } = await compactVerify(token, find, { algorithms: [algorithms.signing] })
      if (protectedHeader.typ !== type) return undefined
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    } catch {
      return undefined
    }
  }
}

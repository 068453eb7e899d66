import { compactVerify, createLocalJWKSet, decodeProtectedHeader } from 'jose'

export type Header = Readonly<Record<string, unknown>>

/** A token's header before anything is verified; undefined when it has none. */
export const headerOf = (token: string): Header | undefined => {
  try {
    return decodeProtectedHeader(token)
  } catch {
    return undefined
  }
}

/** A published RSA key, as far as a signature needs it (RFC 7517, RFC 7518 section 6.3.1). */
export type PublicKey = {
  readonly kid: string
  readonly kty: string
  readonly n: string
  readonly e: string
  readonly use?: string
}

/** Finds the one RS256 key with this identifier; undefined when there is none, or more than one. */
export type KeySet = (kid: string) => Promise<CryptoKey | undefined>

/** A key set that imports each key once. */
export const keySetOf = (keys: readonly PublicKey[]): KeySet => {
  const find = createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) })
  return (kid) => find({ alg: 'RS256', kid }).catch(() => undefined)
}

/**
 * The payload of an RS256 token (RFC 7515), verified with the given key and no other: what the header says of keys
 * (`jku`, `x5u`, `jwk`, `x5c`) is not looked at.
 *
 * @returns undefined when the signature is not right.
 */
export const verifiedPayload = async (token: string, key: CryptoKey): Promise<string | undefined> => {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ['RS256'] })
    return new TextDecoder('utf-8', { fatal: true }).decode(payload)
  } catch {
    return undefined
  }
}

import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'
import { PrivateJwk, type PublicJwk } from './relay-jwk.ts'

/** What keys are for, as RFC 7518 names it. */
export const algorithms = { signing: 'ES256', sealing: 'ECDH-ES' } as const
type Use = keyof typeof algorithms

/** For WebCrypto, which all runtimes have. */
export const importedKey = async (jwk: PublicJwk | PrivateJwk, use: Use): Promise<CryptoKey> => {
  const key = await importJWK(jwk, algorithms[use])
  if (key instanceof Uint8Array) throw new Error('not a key of a pair')
  return key
}

/** Finds keys by their names; each is imported once. @throws for a name that none has. */
export const keysByName = (jwks: readonly (PublicJwk | PrivateJwk)[], use: Use) => {
  const known = new Map<string | undefined, () => Promise<CryptoKey>>()
  for (const jwk of jwks) {
    let key: Promise<CryptoKey> | undefined
    known.set(jwk.kid, () => (key ??= importedKey(jwk, use)))
  }
  return async ({ kid }: { readonly kid?: string }): Promise<CryptoKey> => {
    const find = known.get(kid)
    if (find === undefined) throw new Error('a key of another name')
    return find()
  }
}

/** A fresh private key, from the system's randomness. */
export const freshPair = async (use: Use): Promise<PrivateJwk> => {
  const { privateKey } = await generateKeyPair(algorithms[use], { crv: 'P-256', extractable: true })
  const jwk = await exportJWK(privateKey)
  return PrivateJwk.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) })
}

import { CompactEncrypt, compactDecrypt } from 'jose'
import { fromBase64url } from './base64url.ts'
import type { PrivateJwk, PublicJwk } from './relay-jwk.ts'
import { algorithms, importedKey, keysByName } from './relay-keys.ts'

/** Makes compact JWE (RFC 7516) that only the holder of the private key opens. */
export type Sealer = (text: string) => Promise<string>
/** undefined where none of the keys opens it. */
export type Opener = (sealed: string) => Promise<string | undefined>

const encryption = 'A256GCM'
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const opened = (decrypted: Promise<{ readonly plaintext: Uint8Array }>): Promise<string | undefined> =>
  decrypted.then(({ plaintext }) => new TextDecoder('utf-8', { fatal: true }).decode(plaintext)).catch(() => undefined)

export const createSealer = (jwk: PublicJwk): Sealer => {
  let key: Promise<CryptoKey> | undefined
  return async (text) =>
    new CompactEncrypt(bytesOf(text))
      .setProtectedHeader({ alg: algorithms.sealing, enc: encryption, kid: jwk.kid })
      .encrypt(await (key ??= importedKey(jwk, 'sealing')))
}

/** With several keys, so that one can follow another while both are in use. */
export const createOpener = (jwks: readonly PrivateJwk[]): Opener => {
  const find = keysByName(jwks, 'sealing')
  return (sealed) =>
    opened(
      compactDecrypt(sealed, find, {
        keyManagementAlgorithms: [algorithms.sealing],
        contentEncryptionAlgorithms: [encryption],
      }),
    )
}

/** Sealed with a key of 256 bits, base64url, that both ends have. */
export const sealWith = (key: string, text: string): Promise<string> =>
  new CompactEncrypt(bytesOf(text)).setProtectedHeader({ alg: 'dir', enc: encryption }).encrypt(fromBase64url(key))

/** undefined where it was not sealed with that key. */
export const openWith = (key: string, sealed: string): Promise<string | undefined> =>
  opened(
    compactDecrypt(sealed, fromBase64url(key), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: [encryption],
    }),
  )

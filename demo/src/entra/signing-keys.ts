import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

type SigningKey = { readonly kid: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject }

/** RSA keys that sign tokens. `rotate` starts a new one; the old one stays published unless it is dropped. */
export type SigningKeys = {
  current(): SigningKey
  /** The key set in the shape of Entra's `/discovery/v2.0/keys`, newest key first. */
  published(): { readonly keys: readonly object[] }
  rotate(options?: { readonly dropOld: boolean }): void
}

/** Makes 2048-bit RSA keys. `issuer` is published beside each key, with Entra's `{tenantid}` placeholder in it. */
export function createSigningKeys(issuer: string): SigningKeys {
  let current = newKey()
  let former: readonly SigningKey[] = []
  return {
    current: () => current,
    published: () => ({ keys: [current, ...former].map((key) => publicJwk(key, issuer)) }),
    rotate: ({ dropOld } = { dropOld: false }) => {
      former = dropOld ? [] : [current, ...former]
      current = newKey()
    },
  }
}

function newKey(): SigningKey {
  return { kid: randomBytes(20).toString('base64url'), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) }
}

function publicJwk({ kid, publicKey }: SigningKey, issuer: string): object {
  const { kty, n, e } = publicKey.export({ format: 'jwk' })
  return { kty, use: 'sig', kid, n, e, issuer }
}

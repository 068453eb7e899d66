import * as z from 'zod/mini'
import type { Keys } from '../ports/keys.ts'
import { fromBase64url, toBase64url } from './base64url.ts'

const Key = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))
const Named = z.record(z.string().check(z.regex(/^[a-z0-9-]{1,16}$/)), Key)

/** The deployment's secrets: 256-bit keys as base64url. `dataKeys` may hold older ones, to open what they sealed. */
const KeysFile = z.strictObject({
  cookieKey: Key,
  codePepper: Key,
  pseudonymKey: Key,
  dataKey: z.string(),
  dataKeys: Named,
})
export type KeysFile = z.infer<typeof KeysFile>

const text = new TextEncoder()

/** @throws when the text is no keys file. */
export const parseKeys = (json: string): KeysFile => {
  const parsed = KeysFile.parse(JSON.parse(json))
  if (parsed.dataKeys[parsed.dataKey] === undefined) throw new Error(`the keys file has no data key ${parsed.dataKey}`)
  return parsed
}

/** A new deployment's keys, from the system's randomness. */
export const generateKeys = (): KeysFile => {
  const fresh = () => toBase64url(crypto.getRandomValues(new Uint8Array(32)))
  return { cookieKey: fresh(), codePepper: fresh(), pseudonymKey: fresh(), dataKey: '1', dataKeys: { '1': fresh() } }
}

/** SHA-256, base64url. */
export const sha256 = async (value: string): Promise<string> =>
  toBase64url(await crypto.subtle.digest('SHA-256', text.encode(value)))

const hmacKey = (encoded: string) =>
  crypto.subtle.importKey('raw', fromBase64url(encoded), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
const aesKey = (encoded: string) =>
  crypto.subtle.importKey('raw', fromBase64url(encoded), 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Parts are hashed with their lengths, so that no two lists give one text. */
const joined = (...parts: readonly string[]): Uint8Array<ArrayBuffer> => text.encode(JSON.stringify(parts))

/** Implements the port with WebCrypto, on Node, workerd and in browsers. */
export const createKeys = async (file: KeysFile): Promise<Keys> => {
  const [cookie, pepper, pseudonym] = await Promise.all(
    [file.cookieKey, file.codePepper, file.pseudonymKey].map(hmacKey),
  )
  const data = new Map(
    await Promise.all(Object.entries(file.dataKeys).map(async ([id, key]) => [id, await aesKey(key)] as const)),
  )
  const dataKey = (id: string): CryptoKey => {
    const key = data.get(id)
    if (key === undefined) throw new Error(`sealed with the unknown data key ${id}`)
    return key
  }
  if (cookie === undefined || pepper === undefined || pseudonym === undefined) throw new Error('a key is missing')
  const mac = async (key: CryptoKey, message: Uint8Array<ArrayBuffer>) =>
    toBase64url(await crypto.subtle.sign('HMAC', key, message))
  return {
    digestCode: (enrollmentId, codeId, code) => mac(pepper, joined(enrollmentId, codeId, code)),
    codeMatches: (digest, enrollmentId, codeId, code) =>
      crypto.subtle.verify('HMAC', pepper, fromBase64url(digest), joined(enrollmentId, codeId, code)),
    cookieOf: (enrollmentId, rotation) => mac(cookie, joined(enrollmentId, String(rotation))),
    digest: sha256,
    pseudonym: async (value) => (await mac(pseudonym, text.encode(value))).slice(0, 22),
    seal: async (value) => {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const additionalData = text.encode(file.dataKey)
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData },
        dataKey(file.dataKey),
        text.encode(value),
      )
      return `${file.dataKey}.${toBase64url(iv)}.${toBase64url(sealed)}`
    },
    open: async (sealed) => {
      const [id = '', iv = '', body = ''] = sealed.split('.')
      const parameters = { name: 'AES-GCM', iv: fromBase64url(iv), additionalData: text.encode(id) }
      return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, dataKey(id), fromBase64url(body)))
    },
  }
}

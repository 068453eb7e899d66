import * as z from 'zod/mini'
import type { Keys } from '../ports/keys.ts'
import { fromBase64url, toBase64url } from './base64url.ts'
import { type Cipher, type Primitives, webPrimitives } from './web-primitives.ts'

const Key = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))
const Named = z.record(z.string().check(z.regex(/^[a-z0-9-]{1,16}$/)), Key)

/**
 * The deployment's secrets: 256-bit keys as base64url. `codePepper` and `dataKey` name the one in use; the others open
 * what they sealed, and know the codes that were mailed under them.
 */
const KeysFile = z.strictObject({
  cookieKey: Key,
  codePepper: z.string(),
  codePeppers: Named,
  pseudonymKey: Key,
  dataKey: z.string(),
  dataKeys: Named,
})
export type KeysFile = z.infer<typeof KeysFile>

const shapes = {
  cookieKey: 'must be a key: 43 letters of base64url',
  codePepper: 'must name one of codePeppers',
  codePeppers: 'must be an object of keys by names such as "1" or "2026-10": 43 letters of base64url each',
  pseudonymKey: 'must be a key: 43 letters of base64url',
  dataKey: 'must name one of dataKeys',
  dataKeys: 'must be an object of keys by names such as "1" or "2026-10": 43 letters of base64url each',
} as const satisfies Record<keyof KeysFile, string>
const fields = ['cookieKey', 'codePepper', 'codePeppers', 'pseudonymKey', 'dataKey', 'dataKeys'] as const

const valueOf = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    // Without its cause, which repeats letters of what it could not read.
    throw new Error('is not JSON; "muster keys create" makes a keys file')
  }
}

/** Of 32 random bytes about 30 differ; fewer than 16 are none's but an example's, or of a typing hand. */
const isRandom = (key: string): boolean => new Set(fromBase64url(key)).size >= 16

/** @throws when the text is no keys file, naming fields and never what stands in them. */
export const parseKeys = (json: string): KeysFile => {
  const parsed = KeysFile.safeParse(valueOf(json))
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]))
    const faults = fields.filter((field) => wrong.has(field)).map((field) => `${field} ${shapes[field]}`)
    throw new Error(
      faults.length > 0 ? faults.join('; ') : `must be an object of ${fields.join(', ')} and nothing else`,
    )
  }
  const { cookieKey, codePepper, codePeppers, pseudonymKey, dataKey, dataKeys } = parsed.data
  const all = [cookieKey, pseudonymKey, ...Object.values(codePeppers), ...Object.values(dataKeys)]
  // No default secret boots (STANDARD 9.3).
  if (!all.every(isRandom)) throw new Error('holds a key that is not random; "muster keys create" makes a keys file')
  if (new Set(all).size < all.length) throw new Error('holds one key twice: each must be its own')
  if (!Object.hasOwn(codePeppers, codePepper)) throw new Error(`codePepper ${shapes.codePepper}`)
  if (!Object.hasOwn(dataKeys, dataKey)) throw new Error(`dataKey ${shapes.dataKey}`)
  return parsed.data
}

/** From the system's randomness. */
export const freshKey = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)))

/** A new deployment's keys. */
export const generateKeys = (): KeysFile => ({
  cookieKey: freshKey(),
  codePepper: '1',
  codePeppers: { '1': freshKey() },
  pseudonymKey: freshKey(),
  dataKey: '1',
  dataKeys: { '1': freshKey() },
})

/** SHA-256, base64url. */
export const sha256 = async (value: string): Promise<string> => webPrimitives.digest(value)

/**
 * What tells keys apart without giving them away: the first digits of their SHA-256, after the name of those that have
 * one. By the field of the keys in use.
 */
export const keyFingerprints = async (file: KeysFile): Promise<Readonly<Record<string, string>>> => {
  const print = async (key: string | undefined) => (await sha256(key ?? '')).slice(0, 8)
  const { cookieKey, codePepper, codePeppers, pseudonymKey, dataKey, dataKeys } = file
  return {
    cookieKey: await print(cookieKey),
    codePepper: `${codePepper}.${await print(codePeppers[codePepper])}`,
    pseudonymKey: await print(pseudonymKey),
    dataKey: `${dataKey}.${await print(dataKeys[dataKey])}`,
  }
}

const named = async <T>(keys: z.infer<typeof Named>, made: (key: string) => Promise<T>) =>
  new Map(await Promise.all(Object.entries(keys).map(async ([id, key]) => [id, await made(key)] as const)))

/** Parts are hashed with their lengths, so that no two lists give one text. */
const joined = (...parts: readonly string[]): string => JSON.stringify(parts)

/** Implements the port over WebCrypto, on Node, workerd and in browsers, or over what the runtime does faster. */
export const createKeys = async (file: KeysFile, primitives: Primitives = webPrimitives): Promise<Keys> => {
  const [cookie, pseudonym, peppers, data] = await Promise.all([
    primitives.mac(file.cookieKey),
    primitives.mac(file.pseudonymKey),
    named(file.codePeppers, primitives.mac),
    named(file.dataKeys, primitives.cipher),
  ])
  const pepper = peppers.get(file.codePepper)
  if (pepper === undefined) throw new Error('the pepper in use is missing')
  const dataKey = (id: string): Cipher => {
    const key = data.get(id)
    if (key === undefined) throw new Error(`sealed with the unknown data key ${id}`)
    return key
  }
  return {
    digestCode: async (enrollmentId, codeId, code) =>
      `${file.codePepper}.${await pepper.of(joined(enrollmentId, codeId, code))}`,
    codeMatches: async (digest, enrollmentId, codeId, code) => {
      const [id = '', body = ''] = digest.split('.')
      const issuedUnder = peppers.get(id)
      return issuedUnder !== undefined && issuedUnder.matches(body, joined(enrollmentId, codeId, code))
    },
    cookieOf: async (enrollmentId, rotation) => cookie.of(joined(enrollmentId, String(rotation))),
    digest: async (value) => primitives.digest(value),
    pseudonym: async (value) => (await pseudonym.of(value)).slice(0, 22),
    seal: async (value) => {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      return `${file.dataKey}.${toBase64url(iv)}.${await dataKey(file.dataKey).seal(iv, file.dataKey, value)}`
    },
    open: async (sealed) => {
      const [id = '', iv = '', body = ''] = sealed.split('.')
      return dataKey(id).open(fromBase64url(iv), id, body)
    },
  }
}

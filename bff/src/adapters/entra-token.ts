import type { EntraPerson } from '../ports/identity-provider.ts'
import type { FindKey } from './entra-keys.ts'
import { claimFault, type Claims, headerFault, type Held, skew } from './entra-token-check.ts'
import { sha256 } from './keys.ts'
import { headerOf, verifiedPayload } from './signed-token.ts'

/** Entra's own are a few thousand characters long. */
const longest = 16_384

export type CheckedToken =
  /** `use`: its identifier and when it could not be used again anyway (ms). */
  | {
      readonly kind: 'valid'
      readonly person: EntraPerson
      readonly use: { readonly id: string; readonly expiresAt: number }
    }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unavailable' }

const rejected = (reason: string): CheckedToken => ({ kind: 'rejected', reason })

const claimsOf = (payload: string): Claims | undefined => {
  try {
    const parsed: unknown = JSON.parse(payload)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined
  } catch {
    return undefined
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

// `email` is not among the names: a guest's is whatever the guest's own tenant says (STANDARD 2.3).
const personOf = ({ tid, oid, preferred_username: preferred, upn, name }: Claims): EntraPerson => {
  const preferredUsername = text(preferred)
  const displayName = text(name)
  return {
    tenantId: String(tid),
    objectId: String(oid),
    names: [preferred, upn].flatMap((value) => text(value) ?? []),
    ...(preferredUsername === undefined ? {} : { preferredUsername }),
    ...(displayName === undefined ? {} : { displayName }),
  }
}

/** Which token it is, for its single use: `uti`, else the digest of what is signed (a signature's spelling can vary). */
const identifierOf = async (token: string, { uti }: Claims, of: Held['of']): Promise<string> =>
  `${of}:${text(uti) ?? (await sha256(token.slice(0, token.lastIndexOf('.'))))}`

/** What is known before the token; the rest of {@link Held} comes with it. */
export type Expectation = Omit<Held, 'keyIssuer' | 'nonceIsOurs'> & { readonly nonce?: string }

/** Digests are compared, so that the time tells nothing of the text. */
const nonceIsOurs = async ({ nonce }: Claims, expected: string | undefined): Promise<{ nonceIsOurs?: boolean }> =>
  expected === undefined
    ? {}
    : { nonceIsOurs: typeof nonce === 'string' && (await sha256(nonce)) === (await sha256(expected)) }

/** One token through all checks of STANDARD 2.2: header, key, signature, claims. `keysAt`: the tenant's key set. */
export const checkToken = async (
  token: string,
  findKey: FindKey,
  keysAt: string,
  { nonce, ...expected }: Expectation,
): Promise<CheckedToken> => {
  if (token.length > longest) return rejected('size')
  const header = headerOf(token)
  if (header === undefined) return rejected('format')
  const wrong = headerFault(header)
  if (wrong !== undefined) return rejected(wrong)
  const found = await findKey(keysAt, String(header['kid']))
  if (found.kind === 'unavailable') return { kind: 'unavailable' }
  if (found.kind === 'unknown') return rejected('key')
  const payload = await verifiedPayload(token, found.key)
  if (payload === undefined) return rejected('signature')
  const claims = claimsOf(payload)
  if (claims === undefined) return rejected('claims')
  const fault = claimFault(claims, { ...expected, keyIssuer: found.issuer, ...(await nonceIsOurs(claims, nonce)) })
  if (fault !== undefined) return rejected(fault)
  const id = await identifierOf(token, claims, expected.of)
  return { kind: 'valid', person: personOf(claims), use: { id, expiresAt: (Number(claims['exp']) + skew) * 1000 } }
}

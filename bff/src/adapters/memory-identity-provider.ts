import * as z from 'zod/mini'
import type { EntraSettings } from '../domain/account.ts'
import { grantRefusal } from '../domain/policy/grant-refusal.ts'
import type { EntraPerson, Expected, IdentityProvider, PasswordGrant, SignInCheck } from '../ports/identity-provider.ts'
import { fromBase64url, toBase64url } from './base64url.ts'
import type { MemoryWorld } from './memory-world.ts'

const Claims = z.object({
  tid: z.string(),
  oid: z.string(),
  aud: z.string(),
  nonce: z.exactOptional(z.string()),
  preferred_username: z.exactOptional(z.string()),
  name: z.exactOptional(z.string()),
  acrs: z.exactOptional(z.array(z.string())),
  acct: z.exactOptional(z.number()),
  /** Seconds since 1970; far away when absent. */
  exp: z.exactOptional(z.number()),
  uti: z.exactOptional(z.string()),
  /** Scopes, in an access token. */
  scp: z.exactOptional(z.string()),
})
export type MemoryClaims = z.infer<typeof Claims>

/** A token that only {@link createMemoryIdentityProvider} takes: `memory.<claims>.x`. */
export const mintIdToken = (claims: MemoryClaims): string =>
  `memory.${toBase64url(new TextEncoder().encode(JSON.stringify(claims)))}.x`

const read = (token: string): MemoryClaims | undefined => {
  const [head, body = '', end, ...rest] = token.split('.')
  if (head !== 'memory' || end !== 'x' || rest.length > 0) return undefined
  try {
    return Claims.parse(JSON.parse(new TextDecoder().decode(fromBase64url(body))))
  } catch {
    return undefined
  }
}

const faultOf = (
  settings: EntraSettings,
  id: MemoryClaims,
  access: MemoryClaims | undefined,
  expected: Expected,
): string | undefined => {
  if (id.tid !== settings.tenantId) return 'tenant'
  if (id.aud !== settings.spaClientId) return 'audience'
  if (id.nonce !== expected.nonce) return 'nonce'
  if (id.exp !== undefined && id.exp * 1000 <= expected.now) return 'expired'
  if (id.acct === 1 && !settings.allowGuests) return 'guest'
  if (settings.apiClientId !== undefined && access === undefined) return 'access-token-missing'
  if (access !== undefined && (access.aud !== settings.apiClientId || access.tid !== id.tid)) return 'access-audience'
  if (access !== undefined && access.oid !== id.oid) return 'tokens-disagree'
  const wanted = expected.authenticationContext
  return wanted !== undefined && id.acrs?.includes(wanted) !== true ? 'context-missing' : undefined
}

const personOf = ({ tid, oid, preferred_username: preferredUsername, name }: MemoryClaims): EntraPerson => ({
  tenantId: tid,
  objectId: oid,
  names: preferredUsername === undefined ? [] : [preferredUsername],
  ...(preferredUsername === undefined ? {} : { preferredUsername }),
  ...(name === undefined ? {} : { displayName: name }),
})

/** Entra in memory: tokens from {@link mintIdToken}, checked in a simple way; passwords from the list of people. */
export const createMemoryIdentityProvider = (world: MemoryWorld): IdentityProvider => ({
  verifySignIn: async (settings, tokens, expected): Promise<SignInCheck> => {
    if (world.down.identityProvider) return { kind: 'unavailable' }
    const id = read(tokens.idToken)
    const access = tokens.accessToken === undefined ? undefined : read(tokens.accessToken)
    if (id === undefined || (tokens.accessToken !== undefined && access === undefined))
      return { kind: 'rejected', reason: 'format' }
    const reason = faultOf(settings, id, access, expected)
    if (reason !== undefined) return { kind: 'rejected', reason }
    const expiresAt = id.exp === undefined ? expected.now + 3_600_000 : id.exp * 1000
    const identifiers = [
      id.uti ?? tokens.idToken,
      ...(access === undefined ? [] : [access.uti ?? tokens.accessToken ?? '']),
    ]
    return {
      kind: 'verified',
      person: personOf(id),
      contextSatisfied: expected.authenticationContext !== undefined,
      tokens: identifiers.map((identifier) => ({ id: identifier, expiresAt })),
    }
  },
  verifyPassword: async (settings, principal, password): Promise<PasswordGrant> => {
    if (world.down.identityProvider) return { kind: 'unavailable' }
    world.journal.push({ neighbour: 'identity-provider', principal })
    const person = [...world.people.values()].find(({ entra }) => entra?.upn.toLowerCase() === principal.toLowerCase())
    const entry = person?.entra
    if (person === undefined || entry === undefined || password.reveal() === '' || entry.password !== password.reveal())
      return { kind: 'rejected' }
    if (entry.refused !== undefined) {
      const said = { error: 'invalid_grant', errorCodes: [entry.refused] } as const
      const told = grantRefusal(said.error, said.errorCodes)
      return typeof told === 'string' ? { kind: told } : { kind: 'refused', ...told, ...said }
    }
    if (entry.mfa === true) return { kind: 'mfa-required' }
    const { displayName: name } = person
    const claims = {
      tid: settings.tenantId,
      oid: entry.objectId,
      aud: settings.spaClientId,
      preferred_username: entry.upn,
    }
    return { kind: 'verified', person: personOf(name === undefined ? claims : { ...claims, name }) }
  },
  metadataFor: () => undefined,
})

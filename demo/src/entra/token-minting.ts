import { createHash, randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Person, SimulatedEntraOptions } from './entra-options.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What was granted to whom; scopes as the client asked for them. */
export type Grant = {
  readonly person: Person
  readonly clientId: string
  readonly scopes: ReadonlySet<string>
  readonly nonce?: string
  /** Authentication contexts that were asked for and satisfied. */
  readonly acrs: readonly string[]
  /** Seconds since 1970; only if the client asked. */
  readonly authTime?: number
}

/** Success answer of the token endpoint. */
export type TokenAnswer = {
  readonly token_type: 'Bearer'
  readonly scope: string
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
  readonly id_token?: string
  readonly client_info: string
}

const lifetimeSeconds = 3600
// Entra hands out a token for Microsoft Graph when no scope of another API is asked for.
const graph = '00000003-0000-0000-c000-000000000000'
const guestHome = 'https://sts.windows.net/7c2ff1d1-6a55-4f0b-9d0e-0a5c4a1f3b11/'

/**
 * Signs tokens that look like Entra's version 2.0 (Microsoft identity platform, ID token and access token
 * claims reference): RS256, `typ: JWT`, no `amr`, and `iat` five minutes in the past unless configured otherwise.
 */
export async function mintTokens(
  options: SimulatedEntraOptions,
  keys: SigningKeys,
  grant: Grant,
): Promise<TokenAnswer> {
  const { apiScopes, otherScopes } = splitScopes(grant.scopes, options.apiClientId)
  const common = commonClaims(options, grant.person)
  const accessToken = await sign(options, keys, {
    ...common,
    aud: apiScopes.length > 0 ? options.apiClientId : graph,
    sub: pairwiseSubject(options.apiClientId, grant.person),
    azp: grant.clientId,
    azpacr: '0',
    scp: (apiScopes.length > 0 ? apiScopes : otherScopes).join(' '),
  })
  const idToken = grant.scopes.has('openid')
    ? await sign(options, keys, {
        ...common,
        aud: grant.clientId,
        sub: pairwiseSubject(grant.clientId, grant.person),
        ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
        ...(grant.acrs.length === 0 ? {} : { acrs: grant.acrs }),
        ...(grant.authTime === undefined ? {} : { auth_time: grant.authTime }),
      })
    : undefined
  const clientInfo = JSON.stringify({ uid: grant.person.oid, utid: options.tenantId })
  return {
    token_type: 'Bearer',
    scope:
      apiScopes.length > 0
        ? apiScopes.map((name) => `api://${options.apiClientId}/${name}`).join(' ')
        : otherScopes.join(' '),
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: accessToken,
    ...(idToken === undefined ? {} : { id_token: idToken }),
    client_info: Buffer.from(clientInfo).toString('base64url'),
  }
}

function splitScopes(scopes: ReadonlySet<string>, apiClientId: string) {
  const prefix = `api://${apiClientId}/`
  const all = [...scopes]
  return {
    apiScopes: all.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length)),
    otherScopes: all.filter((scope) => !scope.startsWith('api://') && scope !== 'offline_access'),
  }
}

function commonClaims({ tenantId }: SimulatedEntraOptions, person: Person) {
  return {
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    tid: tenantId,
    oid: person.oid,
    name: person.name,
    preferred_username: person.upn,
    ver: '2.0',
    ...(person.guest === true ? { acct: 1, idp: guestHome } : {}),
  }
}

function sign(options: SimulatedEntraOptions, keys: SigningKeys, claims: Record<string, unknown>): Promise<string> {
  const { kid, privateKey } = keys.current()
  const now = Math.floor(Date.now() / 1000)
  const issuedAt = now - (options.backdateSeconds ?? 300)
  return new SignJWT({ ...claims, uti: randomBytes(16).toString('base64url') })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(privateKey)
}

// Entra gives every app another `sub` for the same person, so nobody can come to rely on it across apps.
function pairwiseSubject(appId: string, person: Person): string {
  return createHash('sha256').update(`${appId}|${person.oid}`).digest('base64url')
}

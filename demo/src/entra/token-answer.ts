import type { KoaContextWithOIDC } from 'oidc-provider'
import type { EntraWorld } from './entra-world.ts'
import { readClaimsRequest } from './claims-request.ts'
import { errorBody, failureNumberOf } from './entra-errors.ts'
import { mintTokens } from './token-minting.ts'

/**
 * Rewrites the answer of the token endpoint: success carries tokens like Entra's, failure Entra's error body.
 * The password grant has written its own answer already.
 */
export async function answerTokenRequest(ctx: KoaContextWithOIDC, world: EntraWorld): Promise<void> {
  const body: unknown = ctx.body
  const failure = text(body, 'error')
  if (failure !== undefined) {
    if (text(body, 'error_description')?.startsWith('AADSTS') !== true)
      ctx.body = errorBody(failureNumberOf(failure), new Date())
    ctx.status = ctx.status === 401 ? 400 : ctx.status
    return
  }
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities
  const source = AuthorizationCode ?? RefreshToken
  const person = source?.accountId === undefined ? undefined : world.people.byOid(source.accountId)
  if (source?.clientId === undefined || person === undefined) return

  const { contexts, authTime } = readClaimsRequest(source.claims)
  const satisfied = source.amr?.includes('mfa') === true ? [world.options.authenticationContext] : []
  const acrs = contexts.filter((context) => satisfied.includes(context))
  const answer = await mintTokens(world.options, world.keys, {
    person,
    clientId: source.clientId,
    scopes: source.scopes,
    acrs,
    ...(source.nonce === undefined ? {} : { nonce: source.nonce }),
    ...(authTime && source.authTime !== undefined ? { authTime: source.authTime } : {}),
  })
  world.record({ kind: 'tokens', username: person.username, clientId: source.clientId, acrs })
  ctx.body = { ...answer, refresh_token: text(body, 'refresh_token') }
}

function text(body: unknown, member: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, member) : undefined
  return typeof value === 'string' ? value : undefined
}

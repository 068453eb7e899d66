import type { TokenEndpointGrantContext } from 'oidc-provider'
import type { EntraWorld } from './entra-world.ts'
import { errorBody, type FailureNumber } from './entra-errors.ts'
import { checkPassword } from './people.ts'
import { mintTokens } from './token-minting.ts'

export const passwordGrantParameters = ['username', 'password', 'scope']

/**
 * The resource-owner password grant (RFC 6749 section 4.3) as Entra answers it: whoever has a second factor is
 * told so (50076), but only after the right password. No nonce, no authentication context.
 */
export async function answerPasswordGrant(ctx: TokenEndpointGrantContext, world: EntraWorld): Promise<void> {
  const { username, password, scope } = ctx.oidc.params
  const { clientId } = ctx.oidc.client
  const refuse = (number: FailureNumber) => {
    ctx.status = 400
    ctx.body = errorBody(number, new Date())
  }
  if (typeof username !== 'string' || typeof password !== 'string' || username === '' || password === '') {
    refuse(900144)
    return
  }
  const person = world.people.byUsername(username)
  const checked = checkPassword(person, password)
  const refused = person?.refused ?? (person?.mfa === undefined ? undefined : 50076)
  const outcome = checked === 'ok' && refused !== undefined ? refused : checked
  world.record({ kind: 'password-grant', username: person?.username ?? username, clientId, outcome })
  if (outcome !== 'ok' || person === undefined) {
    refuse(outcome === 'ok' ? 50034 : outcome)
    return
  }
  const scopes = new Set((scope ?? '').split(' ').filter((name) => name !== ''))
  ctx.body = await mintTokens(world.options, world.keys, { person, clientId, scopes, acrs: [] })
}

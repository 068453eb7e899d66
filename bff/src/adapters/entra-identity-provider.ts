import type { EntraSettings } from '../domain/account.ts'
import type { OnBreaker } from '../ports/breaker-event.ts'
import type { Clock } from '../ports/clock.ts'
import type { IdentityProvider, PasswordGrant, SignInCheck } from '../ports/identity-provider.ts'
import { endpointsOf, issuerOf } from './entra-endpoints.ts'
import { createEntraKeys } from './entra-keys.ts'
import { askPasswordGrant } from './entra-password-grant.ts'
import { checkToken, type CheckedToken, type Expectation } from './entra-token.ts'
import { systemClock } from './system.ts'

export type EntraOptions = {
  /** A simulated Entra's origin, in place of the cloud's; tokens still name the cloud's issuer. */
  readonly endpointsBase?: string
  readonly fetch?: typeof globalThis.fetch
  /** How old the kept keys are; tokens are held against the `now` of each call. */
  readonly clock?: Clock
  readonly onBreaker?: OnBreaker
  /** Keeps up what others may wait for, whatever becomes of the request that began it. */
  readonly keepUp?: (work: Promise<void>) => void
}

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** Whether two tokens are one person's. Both are of the account's tenant: each was held against its `tid`. */
const sameUser = (one: CheckedToken, other: CheckedToken): boolean =>
  one.kind === 'valid' && other.kind === 'valid' && one.person.objectId === other.person.objectId

/** Microsoft Entra ID, implementing the port. It runs in Node, workerd and browsers. */
export const createEntraIdentityProvider = (options: EntraOptions = {}): IdentityProvider => {
  const { endpointsBase, clock = systemClock } = options
  // Called through, since browsers refuse a detached `fetch`.
  const fetch = options.fetch ?? ((...request: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...request))
  const findKey = createEntraKeys(fetch, clock, options.onBreaker, options.keepUp)
  const check = (
    token: string,
    settings: EntraSettings,
    expected: Omit<Expectation, 'settings'>,
  ): Promise<CheckedToken> =>
    checkToken(token, findKey, endpointsOf(settings, endpointsBase).keys, { settings, ...expected })

  return {
    verifySignIn: async (settings, { idToken, accessToken }, expected): Promise<SignInCheck> => {
      const { nonce, authenticationContext } = expected
      const times = { startedAt: seconds(expected.startedAt), now: seconds(expected.now) }
      const context = authenticationContext === undefined ? {} : { authenticationContext }
      const id = await check(idToken, settings, {
        of: 'id-token',
        audience: settings.spaClientId,
        nonce,
        ...times,
        ...context,
      })
      if (id.kind !== 'valid') return id
      const verified = {
        kind: 'verified',
        person: id.person,
        contextSatisfied: authenticationContext !== undefined,
      } as const
      if (settings.apiClientId === undefined) return { ...verified, tokens: [id.use] }
      if (accessToken === undefined) return { kind: 'rejected', reason: 'access-token-missing' }
      const access = await check(accessToken, settings, {
        of: 'access-token',
        audience: settings.apiClientId,
        ...times,
      })
      if (access.kind !== 'valid') return access
      return sameUser(id, access)
        ? { ...verified, tokens: [id.use, access.use] }
        : { kind: 'rejected', reason: 'tokens-disagree' }
    },

    verifyPassword: async (settings, principal, password, now): Promise<PasswordGrant> => {
      const clientId = settings.passwordGrantClientId
      if (clientId === undefined) return { kind: 'unavailable' }
      if (password.reveal() === '' || password.reveal().includes('\0')) return { kind: 'rejected' }
      const answer = await askPasswordGrant(
        fetch,
        endpointsOf(settings, endpointsBase).token,
        clientId,
        principal,
        password.reveal(),
      )
      if (answer.kind !== 'granted') return answer
      const times = { startedAt: seconds(now), now: seconds(now) }
      const id = await check(answer.idToken, settings, { of: 'id-token', audience: clientId, ...times })
      if (id.kind === 'valid') return { kind: 'verified', person: id.person }
      return id.kind === 'unavailable' ? id : { kind: 'rejected' }
    },

    metadataFor: (settings) => {
      if (endpointsBase === undefined) return undefined
      const { authorize, token, logout, keys } = endpointsOf(settings, endpointsBase)
      return JSON.stringify({
        issuer: issuerOf(settings),
        authorization_endpoint: authorize,
        token_endpoint: token,
        end_session_endpoint: logout,
        jwks_uri: keys,
      })
    },
  }
}

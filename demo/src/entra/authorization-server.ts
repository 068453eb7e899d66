import { Provider, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { answerTokenRequest } from './token-answer.ts'
import { normaliseClaimsParameter, readClaimsRequest } from './claims-request.ts'
import type { SimulatedEntraOptions } from './entra-options.ts'
import { describeFailure, failureNumberOf } from './entra-errors.ts'
import type { EntraWorld } from './entra-world.ts'
import { answerPasswordGrant, passwordGrantParameters } from './password-grant.ts'
import { pageHeaders } from './page-headers.ts'
import { createSessionStore } from './session-store.ts'
import { failurePage } from './sign-in-pages.ts'

const oneDay = 86_400

/**
 * oidc-provider conducts the protocol (codes, PKCE, sessions, prompts) at Entra's paths; the tokens it would
 * hand out are replaced by ours (`token-answer.ts`), so that they look like Entra's to the last claim.
 */
export function createAuthorizationServer(world: EntraWorld): Provider {
  const { options, paths, people, keys } = world
  const provider = new Provider(options.origin, {
    adapter: createSessionStore(),
    clients: clients(options),
    scopes: ['openid', 'profile', 'email', 'offline_access', `api://${options.apiClientId}/Enroll.Device`],
    jwks: { keys: [{ ...keys.current().privateKey.export({ format: 'jwk' }), use: 'sig' }] },
    routes: { authorization: paths.authorize, token: paths.token, jwks: paths.keys },
    cookies: {
      names: { session: 'entra_session', interaction: 'entra_interaction', resume: 'entra_resume' },
      long: { httpOnly: true, sameSite: 'lax', path: paths.base },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    extraParams: ['domain_hint', 'client_info'],
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      claimsParameter: { enabled: true },
    },
    interactions: { policy: policy(world), url: (_ctx, { uid }) => `${paths.signIn}/${uid}` },
    ttl: {
      Session: oneDay,
      Grant: oneDay,
      RefreshToken: oneDay,
      AccessToken: 3600,
      IdToken: 3600,
      Interaction: 3600,
      AuthorizationCode: 600,
    },
    clientBasedCORS: () => true,
    pkce: { required: (_ctx, client) => client.clientId === options.spaClientId },
    // By grant type and not by scope: without prompt=consent oidc-provider drops `offline_access`, which MSAL always asks.
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    findAccount: (_ctx, oid) => (people.byOid(oid) ? { accountId: oid, claims: () => ({ sub: oid }) } : undefined),
    loadExistingGrant: grantEverything,
    renderError: (ctx, out) => {
      const number = failureNumberOf(out.error)
      ctx.set(pageHeaders(options))
      ctx.type = 'html'
      ctx.body = String(failurePage(paths, describeFailure(number, new Date()), out.error_description ?? out.error))
    },
  })
  provider.registerGrantType('password', (ctx) => answerPasswordGrant(ctx, world), passwordGrantParameters)
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    if (ctx.path === paths.authorize) readLikeEntra(ctx)
    await next()
    if (ctx.path === paths.token && ctx.method === 'POST') await answerTokenRequest(ctx, world)
    else leaveOutIssuer(ctx)
  })
  return provider
}

function clients({ spaClientId, ropcClientId, redirectUris }: SimulatedEntraOptions) {
  const same = spaClientId === ropcClientId
  const spa = {
    client_id: spaClientId,
    token_endpoint_auth_method: 'none' as const,
    application_type: 'web' as const,
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code', 'refresh_token', ...(same ? ['password'] : [])],
  }
  const ropc = {
    client_id: ropcClientId,
    token_endpoint_auth_method: 'none' as const,
    redirect_uris: [],
    response_types: [],
    grant_types: ['password'],
  }
  return same ? [spa] : [spa, ropc]
}

/** Who must see our pages though signed in: another person than hinted at, and whoever lacks a wanted second factor. */
function policy({ options, people }: EntraWorld) {
  const prompts = interactionPolicy.base()
  prompts.remove('consent')
  const needsSecondFactor = new interactionPolicy.Check('second_factor', 'a second factor is needed', ({ oidc }) => {
    const session = oidc.entities.Session
    if (session?.accountId === undefined) return false
    const asked = readClaimsRequest(oidc.claims).contexts.includes(options.authenticationContext)
    return (asked || people.byOid(session.accountId)?.mfa !== undefined) && session.amr?.includes('mfa') !== true
  })
  const hintsAtSomebodyElse = new interactionPolicy.Check('login_hint', 'somebody else is signed in', ({ oidc }) => {
    const hint = oidc.params?.login_hint
    const { Session, Interaction } = oidc.entities
    // Whoever signs in on the page may well be somebody else than hinted: asked once, not again.
    if (Session?.accountId === undefined || Interaction?.result?.login !== undefined || typeof hint !== 'string')
      return false
    return people.byUsername(hint)?.oid !== Session.accountId
  })
  prompts.get('login')?.checks.add(hintsAtSomebodyElse)
  prompts.get('login')?.checks.add(needsSecondFactor)
  return prompts
}

/** Turns what only Entra understands in an authorization request into what oidc-provider does. */
function readLikeEntra(ctx: KoaContextWithOIDC): void {
  const url = new URL(ctx.href)
  const claims = url.searchParams.get('claims')
  if (claims !== null) url.searchParams.set('claims', normaliseClaimsParameter(claims))
  const prompt = url.searchParams.get('prompt')
  if (prompt === 'select_account') url.searchParams.set('prompt', 'login')
  if (prompt === 'consent') url.searchParams.delete('prompt')
  ctx.search = url.search
}

async function grantEverything(ctx: KoaContextWithOIDC) {
  const { Account, Client } = ctx.oidc.entities
  if (Account === undefined || Client === undefined) return undefined
  const grant = new ctx.oidc.provider.Grant({ accountId: Account.accountId, clientId: Client.clientId })
  grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(' '))
  await grant.save()
  return grant
}

// Entra sends no `iss` with the answer (RFC 9207), and marks a cancelled sign-in.
function leaveOutIssuer(ctx: KoaContextWithOIDC): void {
  const { location } = ctx.response.headers
  if (typeof location !== 'string') return
  const cleaned = location.replace(/&iss=[^&#]*/, '')
  ctx.set('Location', cleaned.includes('AADSTS65004') ? `${cleaned}&error_subcode=cancel` : cleaned)
}

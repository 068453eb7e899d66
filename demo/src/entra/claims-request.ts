/** What the `claims` parameter asks of the ID token (OpenID Connect Core 5.5). */
export type ClaimsRequest = { readonly contexts: readonly string[]; readonly authTime: boolean }

/** Reads a parsed `claims` parameter; whatever is not understood asks for nothing. */
export function readClaimsRequest(claims: unknown): ClaimsRequest {
  const acrs = member(member(claims, 'id_token'), 'acrs')
  const asked = [member(acrs, 'value'), member(acrs, 'values')].flat()
  return {
    contexts: asked.filter((value) => typeof value === 'string'),
    authTime: member(claims, authTimeAsked) === true,
  }
}

/**
 * Makes a `claims` parameter of MSAL acceptable to oidc-provider, which wants an `id_token` member and adds
 * `auth_time` by itself with `prompt=login`: Entra does not, so that the client's own wish is noted beside.
 */
export function normaliseClaimsParameter(claims: string): string {
  const parsed = parseJson(claims)
  const idToken = member(parsed, 'id_token')
  const asksTime = typeof idToken === 'object' && idToken !== null && 'auth_time' in idToken
  return JSON.stringify({ id_token: idToken ?? {}, [authTimeAsked]: asksTime })
}

const authTimeAsked = 'auth_time_asked'

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

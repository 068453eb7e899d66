/** The paths of one tenant, as Entra v2.0 lays them out; the sign-in pages have paths of our own. */
export type EntraPaths = ReturnType<typeof entraPaths>

export function entraPaths(tenantId: string) {
  const base = `/${tenantId}`
  return {
    base,
    authorize: `${base}/oauth2/v2.0/authorize`,
    token: `${base}/oauth2/v2.0/token`,
    logout: `${base}/oauth2/v2.0/logout`,
    keys: `${base}/discovery/v2.0/keys`,
    discovery: `${base}/v2.0/.well-known/openid-configuration`,
    signIn: `${base}/sign-in`,
    styles: `${base}/sign-in.css`,
  }
}

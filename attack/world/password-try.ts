import { domain } from '@muster/demo/world/people'
import type { PortalAnswer, PortalClient } from '@muster/demo/world/portal-client'

export type PasswordTry = { readonly account: string; readonly username: string; readonly password: string }

/** One password in a new enrollment of this browser, in either workflow: the answer to it, or to the name before it. */
export const tryPassword = async (
  browser: PortalClient,
  { account, username, password }: PasswordTry,
): Promise<PortalAnswer> => {
  const opened = await browser.open(account)
  if (opened.body['kind'] === 'credentials')
    return browser.submit('credentials', { username, domain: domain.name, password })
  const named = await browser.submit('identity', { username, domain: domain.name })
  return named.status === 200 ? browser.submit('password', { password }) : named
}

import { AccountName } from '@muster/shared/account-name'
import { routes } from '@muster/shared/contract'
import type { PublicProfile } from '@muster/shared/public-profile'
import { pathOf } from '@muster/shared/route'
import type { Hono } from 'hono'
import { type Account, defaultDomainOf } from '../domain/account.ts'
import type { Ports } from '../ports/ports.ts'
import { problem } from '../use-cases/outcome.ts'
import { problemResponse } from './problem-response.ts'

const path = routes.profile.path.replace('{account}', ':account')

const publicProfile = (account: Account): PublicProfile => {
  const domain = defaultDomainOf(account)
  const { accent, logo } = account.branding
  return {
    name: account.name,
    workflow: account.workflow,
    ...(domain === undefined ? {} : { domain }),
    ...(account.offerDomains ? { domains: account.domains.map(({ name }) => name) } : {}),
    platforms: [...account.platforms],
    support: account.support,
    branding: {
      ...(accent === undefined ? {} : { accent }),
      ...(logo === undefined ? {} : { logo: `${pathOf(routes.profile, { account: account.id })}/logo` }),
    },
  }
}

/** What anybody may read of an account. */
export const mountAccounts = (app: Hono, ports: Ports): void => {
  const find = async (name: string) => (AccountName.safeParse(name).success ? ports.accounts.find(name) : undefined)
  app.get(path, async (c) => {
    const account = await find(c.req.param('account') ?? '')
    return account === undefined
      ? problemResponse(c, problem('unknown-account'), ports.chance.reference())
      : c.json(routes.profile.reply.parse(publicProfile(account)))
  })
  app.get(`${path}/logo`, async (c) => {
    const logo = (await find(c.req.param('account') ?? ''))?.branding.logo
    if (logo === undefined) return problemResponse(c, problem('unknown-account'), ports.chance.reference())
    return c.body(
      Uint8Array.from(atob(logo.base64), (byte) => byte.charCodeAt(0)),
      200,
      { 'Content-Type': logo.type },
    )
  })
}

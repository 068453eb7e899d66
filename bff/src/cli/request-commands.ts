import type { Command } from 'commander'
import type { Platform } from '@muster/shared/vocabulary'
import type { Account } from '../domain/account.ts'
import { claimUser } from '../domain/claimed-user.ts'
import type { Invitation } from '../domain/enrollment.ts'
import type { EnrollmentRequest } from '../ports/records.ts'
import { duration, most, platform } from './arguments.ts'
import { answer, type Context, existing, withStore } from './context.ts'
import { Failure } from './failure.ts'
import { moment, table } from './table.ts'

type Asked = {
  readonly account: string
  readonly user?: string
  readonly domain?: string
  readonly platform?: Platform
  readonly expires: number
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 22 characters, some 131 bits: nobody guesses a request (DESIGN 3). */
const requestId = ({ chance }: Context): string =>
  Array.from({ length: 22 }, () => base62[chance.number(base62.length)]).join('')

const names = (account: Account, { user, domain }: Asked): Pick<Invitation, 'username' | 'domain'> => {
  const known = account.domains.map(({ name }) => name).join(', ') || 'none is listed: give one with --domain'
  if (user === undefined && domain === undefined) return {}
  // Without a user the domain alone is checked, under a name that is always one.
  const claimed = claimUser(account, user ?? 'nobody', domain ?? '')
  if (claimed === 'malformed')
    throw new Failure(`--user: "${user}" is not a user name that account "${account.id}" accepts`)
  if (claimed === 'unknown-domain')
    throw new Failure(`--domain: must be one of the domains of account "${account.id}" (${known})`)
  return user === undefined ? { domain: claimed.domain } : { username: claimed.username, domain: claimed.domain }
}

const standing = ({ deviceId, expiresAt }: EnrollmentRequest, now: number): string =>
  deviceId !== undefined ? 'used' : now >= expiresAt ? 'expired' : 'open'

export const addRequestCommands = (program: Command, context: Context): void => {
  const request = program.command('request').description('invitations of one person to enroll one device')

  request
    .command('create')
    .description('make an enrollment request and print its address')
    .requiredOption('--account <account>', 'whose')
    .option('--user <name>', 'who is invited')
    .option('--domain <domain>', 'in which domain')
    .option('--platform <platform>', 'ios, android or windows', platform)
    .option('--expires <time>', 'how long it works: 30m, 12h, 7d', duration, duration('7d'))
    .action(async (asked: Asked, command: Command) => {
      const { origin } = context
      if (origin === undefined)
        throw new Failure(
          'MUSTER_ORIGIN is not set: the address would lead nowhere (example: https://enroll.example.com)',
        )
      const created = await withStore(context, async (store) => {
        const { account } = await existing(store, asked.account)
        if (account.status === 'closed') throw new Failure(`account "${account.id}" is closed: nobody can enroll there`)
        if (asked.platform !== undefined && !account.platforms.includes(asked.platform))
          throw new Failure(`--platform: account "${account.id}" offers ${account.platforms.join(', ')}`)
        const invitation = {
          id: requestId(context),
          ...names(account, asked),
          ...(asked.platform === undefined ? {} : { platform: asked.platform }),
        }
        return store.administration.createRequest(account.id, invitation, asked.expires)
      })
      if (created === undefined) throw new Failure(`there is no account "${asked.account}"`)
      const url = `${origin}/${created.accountId}/${created.id}`
      if (command.optsWithGlobals()['json'] === true)
        return answer(
          context,
          command,
          { url, ...created, createdAt: moment(created.createdAt), expiresAt: moment(created.expiresAt) },
          [],
          [],
          '',
        )
      context.print(`${url}\n`)
      context.print(
        table([
          ['expires', moment(created.expiresAt)],
          ['user', created.username ?? '-'],
          ['domain', created.domain ?? '-'],
          ['platform', created.platform ?? '-'],
        ]),
      )
    })

  request
    .command('list')
    .description('the newest enrollment requests')
    .option('--account <account>', 'of this account only')
    .option(...most)
    .action(async ({ account, most: limit }: { account?: string; most: number }, command: Command) => {
      const { requests, now } = await withStore(context, async (store) => {
        if (account !== undefined) await existing(store, account)
        const found = await store.administration.requests({
          ...(account === undefined ? {} : { accountId: account }),
          most: limit,
        })
        return { requests: found, now: await store.enrollments.now() }
      })
      const rows = requests.map((one) => [
        one.id,
        one.accountId,
        standing(one, now),
        one.username ?? '-',
        one.domain ?? '-',
        one.platform ?? '-',
        moment(one.expiresAt),
        one.deviceId ?? '-',
      ])
      const listed = requests.map((one) => ({
        ...one,
        standing: standing(one, now),
        createdAt: moment(one.createdAt),
        expiresAt: moment(one.expiresAt),
      }))
      answer(
        context,
        command,
        listed,
        ['REQUEST', 'ACCOUNT', 'STANDING', 'USER', 'DOMAIN', 'PLATFORM', 'EXPIRES', 'DEVICE'],
        rows,
        'There is no enrollment request.',
      )
    })
}

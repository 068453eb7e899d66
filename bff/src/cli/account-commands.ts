import type { Command } from 'commander'
import { parseAccountFile } from '../adapters/account-file.ts'
import { urlFault } from '../adapters/permitted-hosts.ts'
import type { Account } from '../domain/account.ts'
import { outsideClouds } from '../domain/entra-clouds.ts'
import { answer, type Context, existing, withStore } from './context.ts'
import { Failure } from './failure.ts'
import { moment } from './table.ts'

const accountsIn = (text: string, path: string) => {
  const parsed = parseAccountFile(text)
  if (parsed.ok) return parsed.value
  const { errors } = parsed
  throw new Failure(
    `${path === '-' ? 'the standard input' : path} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}; nothing was changed`,
    errors.map(({ path: field, message }) => [field === '' ? '(file)' : field, message]),
  )
}

/** What the server would refuse at each sign-in is told now. */
const refuseOutside = (context: Context, accounts: readonly Account[]): void => {
  const outside = outsideClouds(accounts, context.clouds())
  if (outside.length > 0)
    throw new Failure(
      'MUSTER_ENTRA_CLOUDS leaves out the cloud of an account, whose people could not sign in; nothing was changed',
      outside.map(({ id, entra }) => [`${id} entra.cloud`, String(entra?.cloud)]),
    )
  const hosts = context.directoryHosts()
  const faults = accounts.flatMap(({ id, directories }) =>
    directories.flatMap(({ urls }, at) =>
      urls.flatMap((url, index) => {
        const fault = urlFault(url, hosts)
        return fault === undefined ? [] : [[`${id} directories[${at}].urls[${index}]`, fault] as const]
      }),
    ),
  )
  if (faults.length > 0) throw new Failure('a directory is where none may be; nothing was changed', faults)
}

const hostsOf = ({ directories }: Account): ReadonlyMap<string, Account['directories'][number]> =>
  new Map(
    directories.flatMap((directory) =>
      directory.urls.map((url) => [new URL(url).hostname.toLowerCase(), directory] as const),
    ),
  )

const lockoutOf = ({ lockoutThreshold, lockoutWindowMinutes, oneNamePerPerson }: Account['directories'][number]) =>
  JSON.stringify([lockoutThreshold, lockoutWindowMinutes, oneNamePerPerson ?? false])

/** One controller has one lockout: of two that accounts tell, the laxer would be tried (STANDARD 3.5). */
const refuseUnlike = (accounts: readonly Account[], stored: readonly Account[]): void => {
  const changed = new Set(accounts.map(({ id }) => id))
  const all = [...accounts, ...stored.filter(({ id }) => !changed.has(id))]
  const faults = accounts.flatMap((account) =>
    [...hostsOf(account)].flatMap(([host, directory]) =>
      all.flatMap((other) => {
        const theirs = hostsOf(other).get(host)
        return theirs === undefined || lockoutOf(theirs) === lockoutOf(directory)
          ? []
          : [[`${account.id} ${host}`, `locks otherwise in the account ${other.id}`] as const]
      }),
    ),
  )
  if (faults.length > 0)
    throw new Failure(
      'lockoutThreshold, lockoutWindowMinutes and oneNamePerPerson must be the same wherever one controller is named; nothing was changed',
      faults,
    )
}

export const addAccountCommands = (program: Command, context: Context): void => {
  const account = program.command('account').description('companies and their deployment settings')

  account
    .command('apply <file>')
    .description('create or change accounts from a JSON file of one account or a list; "-" reads the standard input')
    .action(async (path: string, _, command: Command) => {
      const accounts = accountsIn(await context.read(path), path)
      refuseOutside(context, accounts)
      const applied = await withStore(context, async ({ administration }) => {
        await administration.claimProfile(context.profile)
        refuseUnlike(
          accounts,
          (await administration.accounts()).map(({ account: one }) => one),
        )
        return administration.applyAccounts(accounts)
      })
      const rows = applied.map(({ id, outcome, version }) => [id, outcome, String(version)])
      answer(context, command, applied, ['ACCOUNT', 'OUTCOME', 'VERSION'], rows, 'The file names no account.')
    })

  account
    .command('list')
    .description('all accounts')
    .action(async (_, command: Command) => {
      const accounts = await withStore(context, (store) => store.administration.accounts())
      const rows = accounts.map(
        ({
          account: { id, name, status, workflow, defaultAuthentication, portalFactor, entraFactor },
          version,
          appliedAt,
        }) => [
          id,
          name,
          status,
          workflow,
          defaultAuthentication,
          portalFactor,
          entraFactor,
          String(version),
          moment(appliedAt),
        ],
      )
      const listed = accounts.map(
        ({
          account: { id, name, status, workflow, defaultAuthentication, portalFactor, entraFactor },
          version,
          appliedAt,
        }) => ({
          id,
          name,
          status,
          workflow,
          defaultAuthentication,
          portalFactor,
          entraFactor,
          version,
          appliedAt: moment(appliedAt),
        }),
      )
      answer(
        context,
        command,
        listed,
        ['ACCOUNT', 'NAME', 'STATUS', 'WORKFLOW', 'AUTHENTICATION', 'PORTAL', 'ENTRA', 'VERSION', 'APPLIED'],
        rows,
        'There is no account yet: "muster account apply <file>" makes one.',
      )
    })

  account
    .command('show <account>')
    .description('one account\'s settings, as "account apply" takes them')
    .action(async (id: string) => {
      const { account: settings } = await withStore(context, (store) => existing(store, id))
      context.print(`${JSON.stringify(settings, null, 2)}\n`)
    })
}

import type { Command } from 'commander'
import type { RelayLine } from '../adapters/relay-line.ts'
import type { SqlStore } from '../adapters/sql-store.ts'
import type { PermittedHosts } from '../adapters/permitted-hosts.ts'
import type { EntraCloud } from '../domain/entra-clouds.ts'
import type { Profile } from '../ports/administration.ts'
import type { Chance } from '../ports/chance.ts'
import { Failure } from './failure.ts'
import { table } from './table.ts'

/** What commands reach the world through. */
export type Context = {
  /** Opens the store beside a running server. */
  openStore(): Promise<SqlStore>
  /** Opens it as the only one, and makes it where there is none. */
  openAlone(): Promise<SqlStore>
  /** As `MUSTER_STORE` names it. */
  readonly storeUrl: string
  /** Of this program. */
  readonly version: string
  /** `MUSTER_KEYS_FILE` */
  readonly keysFile: string | undefined
  /** Whose store it is to be: the first command or server that writes settles it. */
  readonly profile: Profile
  /** The Entra clouds that this deployment's pages may reach. */
  clouds(): readonly EntraCloud[]
  /** Where accounts' directories may be. */
  directoryHosts(): PermittedHosts
  /** Where browsers reach the portal, without a slash at the end. */
  readonly origin: string | undefined
  readonly chance: Chance
  /** A file's text; `-` is the standard input. */
  read(path: string): Promise<string>
  /** Puts a text in a file's place, whole or not at all. */
  replace(path: string, text: string): Promise<void>
  /** Makes a file that only its owner may read. @throws {Failure} where there is one already. */
  create(path: string, text: string): Promise<void>
  /** The way to the relay that is configured. @throws {Failure} where none is. */
  relay(): Promise<RelayLine>
  print(text: string): void
  /** Prints what may be long, and resolves when the reader has taken it. */
  stream(text: string): Promise<void>
}

/** Runs with an open store whose tables fit, and closes it whatever happens. */
export const withStore = async <T>({ openStore }: Context, work: (store: SqlStore) => Promise<T>): Promise<T> => {
  const store = await openStore()
  try {
    await store.checkTables()
    return await work(store)
  } finally {
    await store.close()
  }
}

/** @throws {Failure} when there is no such account. */
export const existing = async ({ administration }: SqlStore, accountId: string) => {
  const account = await administration.account(accountId)
  if (account === undefined) throw new Failure(`there is no account "${accountId}"; "muster account list" names them`)
  return account
}

/** For machines the value as JSON, for people its rows under their heads, or `none` where there are none. */
export const answer = (
  context: Context,
  command: Command,
  value: unknown,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
): void => {
  if (command.optsWithGlobals()['json'] === true) context.print(`${JSON.stringify(value, null, 2)}\n`)
  else context.print(rows.length === 0 ? `${none}\n` : table([heads, ...rows]))
}

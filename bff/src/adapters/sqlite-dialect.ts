import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { existsSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { GroupCommit, type Share } from './group-commit.ts'

/** ms to wait for the file. A server that waits answers nobody; a command finds a server at full load between two commits. */
const busyTimeout = { server: 1_000, operator: 10_000 }
/** Enough for every statement of this program; beyond it the texts vary and are not worth keeping. */
const statementsKept = 300

/** Primary result codes that speak of the engine's surroundings, not of the statement (sqlite.org/rescode.html). */
const surroundings = new Map([
  [5, 'is locked by another process'],
  [6, 'is locked'],
  [7, 'is out of memory'],
  [8, 'is read-only'],
  [9, 'was interrupted'],
  [10, 'cannot be read or written'],
  [11, 'is damaged'],
  [13, 'has no room left on its disk'],
  [14, 'cannot be opened'],
  [15, 'cannot be locked'],
  [22, 'is larger than its file system allows'],
  [26, 'is not a SQLite database'],
])

const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined

/** Trouble with the engine as {@link StoreUnavailable}; mistakes of ours stay what they are. */
export const checked = <T>(file: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    const words = surroundings.get(resultCode(error) ?? 0)
    throw words === undefined ? error : new StoreUnavailable(`the store ${file} ${words}`, { cause: error })
  }
}

const bindable = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  throw new TypeError(`SQLite cannot keep a ${typeof value}`)
}

/** The one connection to a file, with its statements. */
class Handle {
  readonly #file: string
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, { readonly statement: StatementSync; readonly gives: boolean }>()
  readonly group: GroupCommit
  constructor(file: string, database: DatabaseSync) {
    this.#file = file
    this.#database = database
    this.group = new GroupCommit({
      run: (sql) => void this.execute(CompiledQuery.raw(sql)),
      isOpen: () => this.#database.isTransaction,
    })
  }

  #prepared(text: string) {
    const kept = this.#statements.get(text)
    if (kept !== undefined) return kept
    if (this.#statements.size >= statementsKept) this.#statements.clear()
    const statement = this.#database.prepare(text)
    const fresh = { statement, gives: statement.columns().length > 0 }
    this.#statements.set(text, fresh)
    return fresh
  }

  execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    return checked(this.#file, () => {
      const { statement, gives } = this.#prepared(sql)
      const values = parameters.map(bindable)
      // oxlint-disable-next-line typescript/consistent-type-assertions -- the type is the caller's word; adapters parse what comes
      if (gives) return { rows: statement.all(...values) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
    })
  }
}

class Connection implements DatabaseConnection {
  readonly #handle: Handle
  #share: Share | undefined
  constructor(handle: Handle) {
    this.#handle = handle
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { group } = this.#handle
    const work = () => this.#handle.execute<R>(query)
    if (this.#share !== undefined) return this.#share.run(work)
    if (/^\s*select\b/i.test(query.sql)) return group.read(work)
    return /^\s*(insert|update|delete)\b/i.test(query.sql) ? group.write(work) : group.alone(work)
  }

  async begin(): Promise<void> {
    this.#share = await this.#handle.group.begin()
  }
  async end(how: 'commit' | 'rollback'): Promise<void> {
    const share = this.#share
    // Ended already where it could not commit.
    if (share === undefined) return
    this.#share = undefined
    await share[how]()
  }

  // oxlint-disable-next-line require-yield -- the interface wants a generator, and nothing here reads that much
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the SQLite dialect does not stream')
  }
}

const ours = (connection: DatabaseConnection): Connection => {
  if (connection instanceof Connection) return connection
  throw new TypeError('a connection of another driver')
}

type Opened = { readonly handle: Handle; readonly close: () => void }

class SqliteDriver implements Driver {
  readonly #open: () => Opened
  #opened: Opened | undefined
  constructor(open: () => Opened) {
    this.#open = open
  }
  async init(): Promise<void> {
    this.#opened ??= this.#open()
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#opened === undefined) throw new Error('the SQLite driver was used before it was opened')
    return new Connection(this.#opened.handle)
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await ours(connection).begin()
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await ours(connection).end('commit')
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await ours(connection).end('rollback')
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {
    await this.#opened?.handle.group.close()
    this.#opened?.close()
    this.#opened = undefined
  }
}

/** A migration that fails half-way leaves nothing: SQLite undoes changes of tables too. */
class TransactionalAdapter extends SqliteAdapter {
  /** There is one, but callers may share it: {@link GroupCommit} gives each its turn. */
  override get supportsMultipleConnections(): boolean {
    return true
  }
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kept here, or the garbage collector might close them and give the files free while their servers still run. */
const heldFiles = new Set<DatabaseSync>()

/**
 * Holds the file for one server: a lock of the operating system on a file beside it, which even a killed process
 * gives back. Operators' commands do not take it; they share the WAL database for their short transactions.
 */
const holdForServer = (file: string): DatabaseSync => {
  const held = checked(`${file}-server`, () => new DatabaseSync(`${file}-server`, { timeout: 0 }))
  try {
    held.exec('BEGIN EXCLUSIVE')
    heldFiles.add(held)
    return held
  } catch (error) {
    held.close()
    if (resultCode(error) !== 5)
      return checked(`${file}-server`, () => {
        throw error
      })
    throw new StoreUnavailable(`another Muster server has the store ${file} open: one file serves one server`, {
      cause: error,
    })
  }
}

const openDatabase = (file: string, role: keyof typeof busyTimeout): DatabaseSync =>
  checked(file, () => {
    const database = new DatabaseSync(file, { timeout: busyTimeout[role], enableForeignKeyConstraints: true })
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
    if (mode !== 'wal' && mode !== 'memory')
      throw new StoreUnavailable(`the store ${file} lies where SQLite cannot share it (journal ${String(mode)})`)
    database.exec('PRAGMA synchronous = FULL')
    return database
  })

const letGo = (held: DatabaseSync | undefined): void => {
  if (held === undefined) return
  heldFiles.delete(held)
  held.close()
}

/** Holds a file as its server does, so that none can begin. Gives the way to let go. @throws {StoreUnavailable} beside one. */
export const holdStore = (file: string): (() => void) => {
  const held = holdForServer(file)
  return () => letGo(held)
}

const openFor = (file: string, role: 'server' | 'operator'): Opened => {
  const shared = file !== ':memory:'
  if (shared && role === 'operator' && !existsSync(file))
    throw new StoreUnavailable(`there is no store at ${file}: run "muster migrate" to make one`)
  const hold = shared && role === 'server' ? holdForServer(file) : undefined
  try {
    const database = openDatabase(file, role)
    const close = () => {
      database.close()
      letGo(hold)
    }
    return { handle: new Handle(file, database), close }
  } catch (error) {
    letGo(hold)
    throw error
  }
}

/**
 * Kysely over `node:sqlite`. `file`: a path, or `:memory:`. A `server` makes the file and is the only one;
 * an `operator` finds it there and works beside the server. Opened at the first use, which may reject with
 * {@link StoreUnavailable}.
 */
export const sqliteDialect = (file: string, role: 'server' | 'operator'): Dialect => ({
  createDriver: () => new SqliteDriver(() => openFor(file, role)),
  createAdapter: () => new TransactionalAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
})

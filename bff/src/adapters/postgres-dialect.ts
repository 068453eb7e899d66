import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import { createHash } from 'node:crypto'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { ask, isConfused, type NamedStatement } from './postgres-batch.ts'
import type { AskedQuery } from './sql-session.ts'

/** STANDARD 10: how long one waits for a connection and for a statement, ms. */
const times = { acquire: 1000, statement: 2000, answer: 3000 } as const

const int8 = pg.types.builtins.INT8
/** bigint as a number: ours are times and counts, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === int8 ? Number : pg.types.getTypeParser(oid, format)),
}

/** SQLSTATE classes that blame the statement: data, constraints, syntax. Everything else is the server's state. */
const ours = new Set(['22', '23', '42'])
/** Serialisation failure and deadlock: the transaction did nothing and may be tried again. */
const transient = new Set(['40001', '40P01'])

const sqlState = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.code : undefined)

/**
 * A server that takes no writes, such as a former primary: another one may meanwhile be found under its name; and one that
 * does not know a statement that the line is thought to keep.
 */
const strangers = new Set(['25006', '26000'])

/**
 * The server answered and stays. Otherwise, or where it says goodbye (classes 08, 57P, 58, XX), nobody knows what is
 * still under way on the line. Its severity would tell too, but in the server's own language.
 */
const leavesLineOpen = (error: unknown): boolean => {
  const state = sqlState(error) ?? 'XX'
  return !strangers.has(state) && /^(?!08|57P|58|XX)/.test(state)
}

const translated = (error: unknown): unknown => {
  const state = sqlState(error)
  if (state !== undefined && ours.has(state.slice(0, 2))) return error
  const words = error instanceof Error ? error.message : String(error)
  return new StoreUnavailable(`the store does not answer: ${words}`, {
    cause: error,
    transient: state !== undefined && transient.has(state),
  })
}

/** Statements that each connection keeps planned: half the time of a step on a quiet machine. */
const statementsKept = 300
const names = new Map<string, string>()
const nameOf = (text: string): { readonly name?: string } => {
  const known = names.get(text)
  if (known !== undefined) return { name: known }
  if (names.size >= statementsKept) return {}
  // By its text: processes that meet behind one pooler must not mean another statement by the same name.
  const name = `muster-${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
  names.set(text, name)
  return { name }
}
const named = ({ sql: text, parameters: values }: CompiledQuery): NamedStatement => ({ ...nameOf(text), text, values })

const begin = CompiledQuery.raw('begin')
/** One message instead of four; all else is told as one statement that cannot carry a second. */
const planless: ReadonlySet<string> = new Set(['commit', 'rollback'])

type Begun = {
  /** What goes along with the next statement; the `begin` itself, as long as the server has not heard of it. */
  ahead: readonly CompiledQuery[]
  /** While its first piece is under way; where that failed none of the transaction may be done by itself. */
  beginning?: Promise<pg.QueryResult>
}

const ended = (): Error => new Error('the transaction of this statement has ended')

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  #broken = false
  /** `ending`: what still comes was not waited for, and must not be done by itself. */
  #transaction: Begun | 'ending' | undefined
  // A line may also break between two statements; an error that nobody listens to would end the process.
  readonly #onError = (): void => {
    this.#broken = true
  }
  constructor(client: pg.PoolClient) {
    this.#client = client
    client.on('error', this.#onError)
  }
  async executeQuery<R>(query: AskedQuery): Promise<QueryResult<R>> {
    const transaction = this.#transaction
    if (transaction === 'ending') throw ended()
    if (transaction !== undefined && query.isUnheard === true) {
      transaction.ahead = [...transaction.ahead, query]
      return { rows: [] }
    }
    const { rows, rowCount } = await (transaction === undefined ? this.#ask(query) : this.#askIn(transaction, query))
    return { rows, ...(rowCount === null ? {} : { numAffectedRows: BigInt(rowCount) }) }
  }
  // oxlint-disable-next-line require-yield -- the interface wants a generator, and nothing here reads that much
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the PostgreSQL dialect does not stream')
  }
  async #askIn(transaction: Begun, query: CompiledQuery): Promise<pg.QueryResult> {
    if (transaction.beginning !== undefined) {
      await transaction.beginning
      if (transaction !== this.#transaction) throw ended()
    }
    const { ahead } = transaction
    transaction.ahead = []
    const asked = this.#ask(query, ahead)
    if (!ahead.includes(begin)) return asked
    transaction.beginning = asked
    const result = await asked
    delete transaction.beginning
    return result
  }
  async #ask(query: CompiledQuery, ahead: readonly CompiledQuery[] = []): Promise<pg.QueryResult> {
    try {
      if (ahead.length === 0 && planless.has(query.sql)) return await this.#client.query(query.sql)
      return await ask(this.#client, named(query), ahead.map(named))
    } catch (error) {
      this.#broken ||= !leavesLineOpen(error) || isConfused(this.#client)
      throw translated(error)
    }
  }
  /** The server hears of it along with the first statement. */
  begin(): void {
    this.#transaction = { ahead: [begin] }
  }
  async commit(): Promise<void> {
    const transaction = this.#transaction
    if (transaction === undefined || transaction === 'ending') return
    const isNothing = transaction.ahead.length === 1 && transaction.ahead.includes(begin)
    if (!isNothing) await this.#askIn(transaction, CompiledQuery.raw('commit'))
    this.#transaction = undefined
  }
  /** Asks for it even where the server has not heard of the beginning: what was not waited for comes up meanwhile. */
  async undo(): Promise<void> {
    this.#transaction = 'ending'
    // The first error is the one to tell; a line that cannot even roll back is thrown away.
    if (!this.#broken)
      await this.#ask(CompiledQuery.raw('rollback')).catch(() => {
        this.#broken = true
      })
    this.#transaction = undefined
  }
  release(): void {
    this.#client.release(this.#broken)
    // Thrown away, it may still tell of its end.
    if (!this.#broken) this.#client.removeListener('error', this.#onError)
  }
}

class PostgresDriver implements Driver {
  readonly #pool: () => pg.Pool
  readonly #lent = new WeakMap<DatabaseConnection, Connection>()
  constructor(pool: () => pg.Pool) {
    this.#pool = pool
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const client = await this.#pool()
      .connect()
      .catch((error: unknown) => {
        throw translated(error)
      })
    const connection = new Connection(client)
    this.#lent.set(connection, connection)
    return connection
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#lent.get(connection)?.begin()
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#lent.get(connection)?.commit()
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#lent.get(connection)?.undo()
  }
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#lent.get(connection)?.release()
  }
  async destroy(): Promise<void> {
    await this.#pool().end()
  }
}

/** Lines that an instance has at most, unless told. */
export const usualConnections = 16

/**
 * Connections to `url`: `postgres://user:password@host:port/database?sslmode=…`. Nothing connects before it is needed.
 * `patient`: statements take as long as they take.
 */
export const postgresPool = (url: string, { most = usualConnections, patient = false } = {}): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'muster',
    max: most,
    connectionTimeoutMillis: times.acquire,
    // The server's own limit does not help when the server hangs.
    ...(patient ? {} : { statement_timeout: times.statement, query_timeout: times.answer }),
    idle_in_transaction_session_timeout: times.answer,
    keepAlive: true,
    types,
  })
  // A line that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

/** Kysely over `pg`, asking at each use for the pool to take a connection from. */
export const pooledDialect = (pool: () => pg.Pool): Dialect => ({
  createDriver: () => new PostgresDriver(pool),
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
})

/** Kysely over one pool, which ends with it. `url` and `patient` as for {@link postgresPool}. */
export const postgresDialect = (url: string, patient = false, connections = usualConnections): Dialect => {
  const pool = postgresPool(url, { patient, most: connections })
  return pooledDialect(() => pool)
}

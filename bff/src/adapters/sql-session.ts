import { type CompiledQuery, type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import type { Database } from './sql-schema.ts'

export type Trx = Transaction<Database>

/**
 * A statement with its values. `isUnheard`: nobody waits to hear of it; in a transaction over a network it may go along
 * with the next one, or with the commit, and what it failed of ends the transaction then.
 */
export type AskedQuery = CompiledQuery & { readonly isUnheard?: boolean }

/** What the SQL adapters share: one set of statements, and the few words in which the engines differ. */
export type SqlSession = {
  readonly engine: 'sqlite' | 'postgres'
  readonly db: Kysely<Database>
  /** ms of the engine's own clock. */
  readonly clock: RawBuilder<number>
  /** ms by which a test has moved the clock. */
  offset(): number
  /** ms of the engine's clock plus the test offset, and `later`: an expression, never this process's time. */
  now(later?: number): RawBuilder<number>
  /** All or nothing; tried again when the engine asks for it (STANDARD 10: serialisation × 3). */
  transaction<T>(work: (trx: Trx) => Promise<T | Undone<T>>): Promise<T>
  /** Connections of a pool, where the engine has one. */
  readonly lines?: () => Lines
  /** For changes of the tables, which take the longer the more is in them: no statement is cut off. */
  patiently<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T>
  /** Until the end of the transaction, nobody else does this with the same key. */
  alone(trx: Trx, ...key: readonly string[]): Promise<void>
  /** The same without waiting: `false` while somebody else does it. */
  aloneNow(trx: Trx, ...key: readonly string[]): Promise<boolean>
}

const retries = 3
/** A retry at once would take back the row that the other transaction was just woken up for. */
const pause = (tried: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20 * 2 ** tried))

/** Rolls a transaction back and gives its caller a result all the same. */
export class Undone<T> extends Error {
  readonly result: T
  constructor(result: T) {
    super('undone')
    this.result = result
  }
}

/** Kysely's transaction rejects with whatever was thrown in it; ours ends with {@link Undone}'s result. */
const once = async <T>(
  db: Kysely<Database>,
  work: (trx: Trx) => Promise<T | Undone<T>>,
): Promise<{ readonly isUndone: boolean; readonly result: T }> => {
  let undone: Undone<T> | undefined
  try {
    const result = await db.transaction().execute(async (trx) => {
      const done = await work(trx)
      if (!(done instanceof Undone)) return done
      undone = done
      throw done
    })
    return { isUndone: false, result }
  } catch (error) {
    if (undone !== undefined && error === undone) return { isUndone: true, result: undone.result }
    throw error
  }
}

/** Connections of a pool, and callers that wait for one. */
export type Lines = { readonly used: number; readonly idle: number; readonly waiting: number }

/** What became of a transaction: `ms` with its repetitions, of which there were `retried`. */
export type TransactionEnd = {
  readonly outcome: 'committed' | 'undone' | 'failed'
  readonly ms: number
  readonly retried: number
}

/** An engine and the ways to it. `patiently` as in {@link SqlSession}. */
export type Engine = Pick<SqlSession, 'engine' | 'patiently' | 'lines'> & { readonly db: Kysely<Database> }

/** A moment moved by so many ms. */
export const moved = (moment: RawBuilder<number>, ...by: readonly unknown[]): RawBuilder<number> => {
  const all = sql.join([moment, ...by.map((ms) => sql`cast(${ms} as bigint)`)], sql` + `)
  return sql<number>`(${all})`
}

/** `clockOffset` in ms, asked for at each statement, so that a test can move it. `ended` hears of every transaction. */
export const sessionOver = (
  { engine, db, patiently, lines }: Engine,
  clockOffset: () => number,
  ended: (end: TransactionEnd) => void = () => undefined,
): SqlSession => {
  const clock =
    engine === 'sqlite'
      ? sql<number>`cast(round(unixepoch('subsec') * 1000) as bigint)`
      : sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`
  return {
    engine,
    db,
    clock,
    offset: clockOffset,
    now: (later = 0) => moved(clock, clockOffset() + later),
    transaction: async (work) => {
      const began = performance.now()
      const end = (outcome: TransactionEnd['outcome'], retried: number): void =>
        ended({ outcome, ms: performance.now() - began, retried })
      for (let tried = 0; ; tried += 1) {
        try {
          const { isUndone, result } = await once(db, work)
          end(isUndone ? 'undone' : 'committed', tried)
          return result
        } catch (error) {
          if (!(error instanceof StoreUnavailable && error.transient) || tried >= retries) {
            end('failed', tried)
            throw error
          }
          await pause(tried)
        }
      }
    },
    patiently,
    ...(lines === undefined ? {} : { lines }),
    alone: async (trx, ...key) => {
      // A transaction of SQLite's is alone as it is.
      if (engine !== 'postgres') return
      const lock = sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(key)}, 0))`
      const query: AskedQuery = { ...lock.compile(trx), isUnheard: true }
      await trx.executeQuery(query)
    },
    aloneNow: async (trx, ...key) => {
      if (engine === 'sqlite') return true
      const held = sql`pg_try_advisory_xact_lock(hashtextextended(${JSON.stringify(key)}, 0))`
      return (await sql`select 1 where ${held}`.execute(trx)).rows.length === 1
    },
  }
}

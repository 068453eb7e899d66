import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import type { Database } from './sql-schema.ts'

export type Trx = Transaction<Database>

/** What the SQL adapters share: one set of statements, and the few words in which the engines differ. */
export type SqlSession = {
  readonly engine: 'sqlite' | 'postgres'
  readonly db: Kysely<Database>
  /** ms of the engine's own clock. */
  readonly clock: RawBuilder<number>
  /** ms of the engine's clock plus the test offset, and `later`: an expression, never this process's time. */
  now(later?: number): RawBuilder<number>
  /** All or nothing; tried again when the engine asks for it (STANDARD 10: serialisation × 3). */
  transaction<T>(work: (trx: Trx) => Promise<T | Undone<T>>): Promise<T>
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
const once = async <T>(db: Kysely<Database>, work: (trx: Trx) => Promise<T | Undone<T>>): Promise<T> => {
  let undone: Undone<T> | undefined
  try {
    return await db.transaction().execute(async (trx) => {
      const result = await work(trx)
      if (!(result instanceof Undone)) return result
      undone = result
      throw result
    })
  } catch (error) {
    if (undone !== undefined && error === undone) return undone.result
    throw error
  }
}

/** An engine and the ways to it. `patiently` as in {@link SqlSession}. */
export type Engine = Pick<SqlSession, 'engine' | 'patiently'> & { readonly db: Kysely<Database> }

/** `clockOffset` in ms, asked for at each statement, so that a test can move it. */
export const sessionOver = ({ engine, db, patiently }: Engine, clockOffset: () => number): SqlSession => {
  const clock =
    engine === 'sqlite'
      ? sql<number>`cast(round(unixepoch('subsec') * 1000) as bigint)`
      : sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`
  return {
    engine,
    db,
    clock,
    now: (later = 0) => sql<number>`(${clock} + cast(${clockOffset() + later} as bigint))`,
    transaction: async (work) => {
      for (let tried = 0; ; tried += 1) {
        try {
          return await once(db, work)
        } catch (error) {
          if (!(error instanceof StoreUnavailable && error.transient) || tried >= retries) throw error
          await pause(tried)
        }
      }
    },
    patiently,
    alone: async (trx, ...key) => {
      // A transaction of SQLite's is alone as it is.
      if (engine === 'postgres')
        await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(key)}, 0))`.execute(trx)
    },
    aloneNow: async (trx, ...key) => {
      if (engine === 'sqlite') return true
      const held = sql`pg_try_advisory_xact_lock(hashtextextended(${JSON.stringify(key)}, 0))`
      return (await sql`select 1 where ${held}`.execute(trx)).rows.length === 1
    },
  }
}

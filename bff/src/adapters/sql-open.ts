import { Kysely, type LogConfig } from 'kysely'
import { standardSettings } from '../domain/limits.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { pooledDialect, postgresDialect, postgresPool, usualConnections } from './postgres-dialect.ts'
import type { Database } from './sql-schema.ts'
import { type Engine, sessionOver, type SqlSession, type TransactionEnd } from './sql-session.ts'
import { type SqlStore, storeOver, type StoreSettings } from './sql-store.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

export type StoreOptions = Partial<StoreSettings> & {
  /** `sqlite:/path/file.sqlite`, `sqlite::memory:` or `postgres://user:password@host/database`. */
  readonly url: string
  /** A SQLite file serves one `server` (the default) at a time; an `operator`'s commands work beside it. */
  readonly role?: 'server' | 'operator'
  /** Lines to PostgreSQL at most. */
  readonly connections?: number
  /** ms that the engine's clock is moved by, for tests; a function is asked at each statement. */
  readonly clockOffset?: number | (() => number)
  /** Hears of every transaction. */
  readonly ended?: (end: TransactionEnd) => void
}

const engineAt = (url: string, role: 'server' | 'operator', connections: number, log?: LogConfig): Engine => {
  const logged = log === undefined ? {} : { log }
  if (url.startsWith('sqlite:')) {
    const db = new Kysely<Database>({ dialect: sqliteDialect(url.slice('sqlite:'.length), role), ...logged })
    // Nobody cuts off a statement of SQLite's, and its file has one server.
    return { engine: 'sqlite', db, patiently: (work) => work(db) }
  }
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new StoreUnavailable('the store is neither sqlite:/path/file.sqlite nor postgres://…')
  const pool = postgresPool(url, { most: connections })
  return {
    engine: 'postgres',
    db: new Kysely<Database>({ dialect: pooledDialect(() => pool), ...logged }),
    lines: () => ({ used: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    patiently: async (work) => {
      const patient = new Kysely<Database>({ dialect: postgresDialect(url, true) })
      try {
        return await work(patient)
      } finally {
        await patient.destroy()
      }
    },
  }
}

/** `clockOffset` in ms, asked for at each statement, so that a test can move it. `log` hears of every statement. */
export const openSession = (
  url: string,
  role: 'server' | 'operator',
  clockOffset: () => number,
  connections = usualConnections,
  { log, ended }: { readonly log?: LogConfig; readonly ended?: StoreOptions['ended'] } = {},
): SqlSession => sessionOver(engineAt(url, role, connections, log), clockOffset, ended)

/**
 * The store in SQLite or PostgreSQL. Every method rejects with `StoreUnavailable` while the engine cannot serve.
 * @throws {StoreUnavailable} when a SQLite file cannot be opened, or another server has it open.
 */
export const openStore = async ({
  url,
  role = 'server',
  clockOffset = 0,
  connections,
  ended,
  ...settings
}: StoreOptions): Promise<SqlStore> => {
  const session = openSession(
    url,
    role,
    typeof clockOffset === 'function' ? clockOffset : () => clockOffset,
    connections,
    ended === undefined ? {} : { ended },
  )
  // A file is opened now, so that whoever may not have it learns at the start; a server is asked when it is needed.
  if (session.engine === 'sqlite') await session.db.connection().execute(async () => {})
  return storeOver(session, { ...standardSettings, ...settings })
}

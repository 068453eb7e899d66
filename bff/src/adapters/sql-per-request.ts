import { Kysely } from 'kysely'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { pooledDialect, postgresPool } from './postgres-dialect.ts'
import { createRequestScope, type RequestScope } from './request-scope.ts'
import type { Database } from './sql-schema.ts'
import { sessionOver } from './sql-session.ts'
import { type SqlStore, storeOver, type StoreSettings } from './sql-store.ts'

export type PerRequestOptions = StoreSettings & {
  /** `postgres://…`, straight or of a pooler that stands near. */
  readonly url: string
  /** ms that the engine's clock is moved by, for tests. */
  readonly clockOffset?: number
  readonly failed: (error: unknown) => void
}

/**
 * The store in PostgreSQL for a runtime whose sockets belong to one request: each has one connection, opened when it is
 * needed. It makes no tables.
 */
export const openPerRequest = ({
  url,
  clockOffset = 0,
  failed,
  ...settings
}: PerRequestOptions): { readonly store: SqlStore; readonly scope: Omit<RequestScope<unknown>, 'current'> } => {
  const scope = createRequestScope({ open: () => postgresPool(url, { most: 1 }), close: (pool) => pool.end(), failed })
  const db = new Kysely<Database>({ dialect: pooledDialect(scope.current) })
  const patiently = () => Promise.reject(new StoreUnavailable('tables are made by "muster migrate", not from here'))
  return {
    store: storeOver(
      sessionOver({ engine: 'postgres', db, patiently }, () => clockOffset),
      settings,
      true,
    ),
    scope,
  }
}

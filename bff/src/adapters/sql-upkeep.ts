import { Migrator } from 'kysely/migration'
import * as z from 'zod/mini'
import { migrationsFor } from '../migrations/migrations.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { retention } from './retention.ts'
import { pruneAudit } from './sql-audit-chain.ts'
import type { SqlSession } from './sql-session.ts'

const Moment = z.object({ at: z.int() })

const migratorOf = ({ db, engine }: SqlSession) =>
  new Migrator({ db, provider: { getMigrations: async () => migrationsFor(engine) } })

/** Brings the tables up to this program; several instances may do so at once. */
export const migrate = async (session: SqlSession): Promise<readonly string[]> => {
  const { error, results = [] } = await migratorOf(session).migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
  return results.map(({ migrationName }) => migrationName)
}

/** @throws {StoreUnavailable} when the tables are not this program's. */
export const assertMigrated = async (session: SqlSession): Promise<void> => {
  const missing = (await migratorOf(session).getMigrations()).filter(({ executedAt }) => executedAt === undefined)
  if (missing.length > 0)
    throw new StoreUnavailable(
      `the store lacks the tables of ${missing.map(({ name }) => name).join(', ')}: run "muster migrate"`,
    )
}

/** Writes one row, as every step must be able to. Gives the engine's own clock, without the test offset. */
export const probe = async ({ db, clock: at }: SqlSession): Promise<number> => {
  const written = await db
    .insertInto('readiness')
    .values({ id: 1, at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
    .returning('at')
    .executeTakeFirstOrThrow()
  return Moment.parse(written).at
}

/**
 * A SQLite file has one server, which begins: what an earlier one was sending when it died is due at once, since nobody
 * else can be sending it. On PostgreSQL it may be another instance's, so its lease runs out first.
 */
export const takeOver = async ({ db, engine, now }: SqlSession): Promise<void> => {
  if (engine !== 'sqlite') return
  await db.updateTable('outbox').set({ due_at: now() }).where('delivery', 'in', ['queued', 'delayed']).execute()
}

/** One short statement a table; rows that are gone are missed by nobody. */
export const prune = async (session: SqlSession): Promise<void> => {
  const { db, now } = session
  await db.deleteFrom('rate_limit').where('arrival_at', '<=', now()).execute()
  await db.deleteFrom('attempt_budget').where('ends_at', '<=', now()).execute()
  await db.deleteFrom('used_token').where('expires_at', '<=', now()).execute()
  await db.deleteFrom('one_time_code').where('expires_at', '<=', now(-retention.code)).execute()
  await db.deleteFrom('outbox').where('useful_until', '<=', now(-retention.mail)).execute()
  await db.deleteFrom('enrollment').where('ends_at', '<=', now(-retention.enrollment)).execute()
  await db.deleteFrom('enrollment_request').where('expires_at', '<=', now(-retention.request)).execute()
  await pruneAudit(session)
}

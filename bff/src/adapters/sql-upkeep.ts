import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import * as z from 'zod/mini'
import { migrationsFor } from '../migrations/migrations.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import type { SqlSession } from './sql-session.ts'

const Moment = z.object({ at: z.int() })

const migratorOf = ({ db, engine }: Pick<SqlSession, 'db' | 'engine'>) =>
  new Migrator({ db, provider: { getMigrations: async () => migrationsFor(engine) } })

const Executed = z.object({ name: z.string() })

/** @throws {StoreUnavailable} when a newer program has changed the tables: what it keeps in them nobody knows here. */
const assertNotNewer = async ({ db, engine }: Pick<SqlSession, 'db' | 'engine'>): Promise<void> => {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return
  const { rows } = await sql`select name from kysely_migration order by name`.execute(db)
  const known = migrationsFor(engine)
  const newer = rows.map((row) => Executed.parse(row).name).filter((name) => !Object.hasOwn(known, name))
  if (newer.length > 0)
    throw new StoreUnavailable(
      `the store is newer than this program, which does not know ${newer.join(', ')}: start the version that made it, or restore the backup from before`,
    )
}

/**
 * Brings the tables up to this program; several instances may do so at once.
 * @throws {StoreUnavailable} when they are newer.
 */
export const migrate = async (session: SqlSession): Promise<readonly string[]> => {
  const { engine } = session
  const { error, results = [] } = await session.patiently(async (db) => {
    await assertNotNewer({ db, engine })
    return migratorOf({ db, engine }).migrateToLatest()
  })
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
  // What may have to be undone of a savepoint would be a file for each, made and removed. Not before the tables are up to
  // date: making an index sorts all of its rows, and these belong into files.
  await sql`pragma temp_store = memory`.execute(db)
  await db.updateTable('outbox').set({ due_at: now() }).where('delivery', 'in', ['queued', 'delayed']).execute()
}

const Room = z.object({ room: z.int() })

/** What `max_connections` leaves to everybody (postgresql.org/docs/current/runtime-config-connection.html). */
export const roomIn = async ({ db, engine }: SqlSession): Promise<number | undefined> => {
  if (engine === 'sqlite') return undefined
  // The last of them is PostgreSQL 16's.
  const { rows } = await sql`select cast(current_setting('max_connections') as integer)
    - cast(current_setting('superuser_reserved_connections') as integer)
    - coalesce(cast(current_setting('reserved_connections', true) as integer), 0) as room`.execute(db)
  return Room.parse(rows[0]).room
}

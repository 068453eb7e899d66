import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { restoredSuite } from './restored.suite.ts'
import { openSession, openStore } from './sql-open.ts'
import type { SqlSession } from './sql-session.ts'
import type { SqlStore } from './sql-store.ts'

const server = process.env['MUSTER_TEST_POSTGRES_URL']

if (server === undefined) {
  test('restored stores on PostgreSQL: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_restored_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  let admin: SqlSession
  let store: SqlStore | undefined

  beforeAll(async () => {
    admin = openSession(server, 'operator', () => 0)
    // On a busy machine it takes longer than a statement may.
    await admin.patiently((db) => sql`create database ${sql.ref(database)}`.execute(db))
    const made = await openStore({ url: onDatabase.href })
    await made.migrate()
    await made.close()
  })
  afterEach(async () => {
    await store?.close()
    store = undefined
  })
  afterAll(async () => {
    await admin.patiently((db) => sql`drop database ${sql.ref(database)} with (force)`.execute(db))
    await admin.db.destroy()
  })

  /** A store that has answered nothing yet, as a server has it that begins. */
  const fresh = async () => {
    const session = openSession(onDatabase.href, 'operator', () => 0)
    const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
      where schemaname = 'public' and tablename not like 'kysely%'`.execute(session.db)
    await sql`truncate ${sql.join(rows.map(({ name }) => sql.ref(name)))}`.execute(session.db)
    await session.db.destroy()
    let offset = 0
    const opened = await openStore({ url: onDatabase.href, clockOffset: () => offset })
    store = opened
    return { store: opened, advance: (ms: number) => void (offset += ms) }
  }

  restoredSuite(fresh)

  test('is not taken for one of the past while an instance runs on it', async () => {
    const under = await fresh()
    const isAlone = () =>
      under.store.assertAlone().then(
        () => 'alone',
        () => 'not alone',
      )
    // A server notices a line's end a little later.
    await expect.poll(isAlone, { timeout: 10_000 }).toBe('alone')
    const running = openSession(onDatabase.href, 'server', () => 0)
    await sql`select 1`.execute(running.db)
    await expect(under.store.assertAlone()).rejects.toThrow('still runs on this store, with 1 connections')
    await running.db.destroy()
    await expect.poll(isAlone, { timeout: 10_000 }).toBe('alone')
  })
}

import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { restoredSuite } from './restored.suite.ts'
import { openSession, type SqlSession } from './sql-session.ts'
import { openStore, type SqlStore } from './sql-store.ts'

const server = process.env['MUSTER_TEST_POSTGRES_URL']

if (server === undefined) {
  test('restored stores on PostgreSQL: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  let admin: SqlSession
  let opened: { readonly store: SqlStore; readonly database: string } | undefined
  let made = 0

  beforeAll(() => {
    admin = openSession(server, 'operator', () => 0)
  })
  afterEach(async () => {
    await opened?.store.close()
    if (opened !== undefined) await sql`drop database ${sql.ref(opened.database)} with (force)`.execute(admin.db)
    opened = undefined
  })
  afterAll(() => admin.db.destroy())

  restoredSuite(async () => {
    const database = `muster_restored_${process.pid}_${(made += 1)}`
    await sql`create database ${sql.ref(database)}`.execute(admin.db)
    const url = new URL(server)
    url.pathname = `/${database}`
    let offset = 0
    const store = await openStore({ url: url.href, clockOffset: () => offset })
    opened = { store, database }
    await store.migrate()
    return { store, advance: (ms) => void (offset += ms) }
  })

  test('is not taken for one of the past while an instance runs on it', async () => {
    const database = `muster_running_${process.pid}`
    await sql`create database ${sql.ref(database)}`.execute(admin.db)
    const url = new URL(server)
    url.pathname = `/${database}`
    const store = await openStore({ url: url.href })
    opened = { store, database }
    await store.assertAlone()
    const running = openSession(url.href, 'server', () => 0)
    await sql`select 1`.execute(running.db)
    await expect(store.assertAlone()).rejects.toThrow('still runs on this store, with 1 connections')
    await running.db.destroy()
    // A server notices a line's end a little later.
    await expect
      .poll(
        () =>
          store.assertAlone().then(
            () => 'alone',
            () => 'not alone',
          ),
        { timeout: 10_000 },
      )
      .toBe('alone')
  })
}

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSession } from './sql-open.ts'
import type { SqlSession } from './sql-session.ts'
import { type SqlStore, storeOver } from './sql-store.ts'

const server = process.env['MUSTER_TEST_POSTGRES_URL']

if (server === undefined) {
  test('retention on PostgreSQL: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_retention_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  let admin: SqlSession
  let sessions: readonly [SqlSession, SqlSession]
  let stores: readonly [SqlStore, SqlStore]

  beforeAll(async () => {
    admin = openSession(server, 'operator', () => 0)
    // On a busy machine it takes longer than a statement may.
    await admin.patiently((db) => sql`create database ${sql.ref(database)}`.execute(db))
    const open = () => openSession(onDatabase.href, 'server', () => 0)
    sessions = [open(), open()]
    stores = [storeOver(sessions[0]), storeOver(sessions[1])]
    await stores[0].migrate()
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await admin.patiently((db) => sql`drop database ${sql.ref(database)} with (force)`.execute(db))
    await admin.db.destroy()
  })
  beforeEach(() => sql`truncate rate_limit`.execute(sessions[0].db))

  const insertExpired = (count: number) =>
    sql`insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
      select 'registrations-per-user', i, i, 1, 1 from generate_series(1, cast(${count} as int)) i`.execute(
      sessions[0].db,
    )
  const left = async (): Promise<readonly unknown[]> =>
    (await sql`select key from rate_limit`.execute(sessions[0].db)).rows

  test('while one instance is at it, another leaves it alone, and takes nothing', async () => {
    await insertExpired(10)
    await sessions[0].transaction(async (trx) => {
      expect(await sessions[0].aloneNow(trx, 'retention')).toBe(true)
      expect(await stores[1].prune()).toEqual({ kind: 'elsewhere' })
    })
    expect(await left()).toHaveLength(10)
    expect(await stores[1].prune()).toEqual({ kind: 'done' })
    expect(await left()).toEqual([])
  })

  test('a job that is cut off in the middle holds nobody up: another instance goes on where it was', async () => {
    await insertExpired(5_000)
    const holding = Promise.withResolvers<void>()
    const dying = sessions[0].transaction(async (trx) => {
      await sessions[0].aloneNow(trx, 'retention')
      await sql`delete from rate_limit where arrival_at <= 2000`.execute(trx)
      holding.resolve()
      await sql`select pg_sleep(60)`.execute(trx)
    })
    const ended = expect(dying).rejects.toThrow('does not answer')
    await holding.promise
    expect(await stores[1].prune()).toEqual({ kind: 'elsewhere' })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${database} and query like '%pg_sleep%' and pid <> pg_backend_pid()`.execute(admin.db)
    await ended
    // What it had taken in that transaction is there again; nothing is lost, and nothing left.
    expect(await left()).toHaveLength(5_000)
    expect(await stores[1].prune()).toEqual({ kind: 'done' })
    expect(await left()).toEqual([])
  })

  test('a row that a request holds is not waited for: it goes the next time', async () => {
    await insertExpired(300)
    await sessions[0].transaction(async (trx) => {
      await sql`select key from rate_limit where key = '7' for update`.execute(trx)
      // Waiting for the row would wait for this very transaction.
      expect(await stores[1].prune()).toEqual({ kind: 'done' })
      expect(await left()).toEqual([{ key: '7' }])
    })
    await stores[1].prune()
    expect(await left()).toEqual([])
  })

  test('an end that is asked for comes between two transactions, and what is left goes later', async () => {
    await insertExpired(100)
    expect(await stores[0].prune(AbortSignal.abort())).toEqual({ kind: 'stopped' })
    expect(await left()).toHaveLength(100)
    expect(await stores[1].prune()).toEqual({ kind: 'done' })
    expect(await left()).toEqual([])
  })

  test('an index serves each question that retention asks', async () => {
    for (const [table, column] of [
      ['rate_limit', 'arrival_at'],
      ['attempt_budget', 'ends_at'],
      ['used_token', 'expires_at'],
      ['one_time_code', 'expires_at'],
      ['hand_over', 'expires_at'],
      ['watcher', 'since'],
      ['outbox', 'useful_until'],
      ['enrollment', 'ends_at'],
      ['enrollment_request', 'expires_at'],
    ] as const) {
      const { rows } = await sql<{ indexdef: string }>`select indexdef from pg_indexes
        where tablename = ${table} and indexdef like ${`%btree (${column})`}`.execute(sessions[0].db)
      expect(rows, table).toHaveLength(1)
    }
  })
}

import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { postgresDialect } from './postgres-dialect.ts'
import { sqlBudget } from './sql-budget.ts'
import { openSession } from './sql-open.ts'
import type { SqlSession, Trx } from './sql-session.ts'
import { storeOver } from './sql-store.ts'

const server = process.env['MUSTER_TEST_POSTGRES_URL']
const minute = 60_000
const window = 16 * minute

if (server === undefined) {
  test('PostgreSQL suite: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_budget_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  let admin: Kysely<unknown>
  let offset = 0
  let session: SqlSession
  beforeAll(async () => {
    admin = new Kysely<unknown>({ dialect: postgresDialect(server) })
    await sql`create database ${sql.ref(database)}`.execute(admin)
    session = openSession(onDatabase.href, 'server', () => offset)
    await storeOver(session).migrate()
  })
  afterAll(async () => {
    await session.db.destroy()
    await sql`drop database ${sql.ref(database)} with (force)`.execute(admin)
    await admin.destroy()
  })

  /** Reserves while another process is in the middle of `work`, and waits for it. */
  const reserveBeside = async (work: (trx: Trx) => Promise<unknown>, keys: readonly string[]) => {
    const done = Promise.withResolvers<undefined>()
    const under = Promise.withResolvers<undefined>()
    const other = session.transaction<void>(async (trx) => {
      await work(trx)
      under.resolve(undefined)
      await done.promise
    })
    await under.promise
    const reserved = sqlBudget(session).reserve(keys, 2, window)
    await vi.waitFor(async () => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = ${database} and wait_event_type = 'Lock'`.execute(admin)
      expect(rows).toHaveLength(1)
    })
    done.resolve(undefined)
    await other
    return reserved
  }
  const usedOf = async (key: string) =>
    (await session.db.selectFrom('attempt_budget').select('used').where('key', '=', key).execute()).map(
      ({ used }) => used,
    )

  describe('a key that another process spends meanwhile', () => {
    test('for the first time: the other key gives nothing, and nothing of it stays', async () => {
      const spend = (trx: Trx) =>
        sql`insert into attempt_budget (key, used, failed, forgiven, ends_at)
          values ('new|z', 2, 0, 0, ${session.now(window)})`.execute(trx)
      expect(await reserveBeside(spend, ['new|a', 'new|z'])).toMatchObject({ ok: false })
      expect(await usedOf('new|a')).toEqual([])
    })

    test('again: the other key gives nothing, and its window stays as it was', async () => {
      const budget = sqlBudget(session)
      await budget.reserve(['old|a', 'old|z'], 2, window)
      offset += 10 * minute
      const spend = (trx: Trx) =>
        sql`update attempt_budget set used = 2, ends_at = ${session.now(window)} where key = 'old|z'`.execute(trx)
      expect(await reserveBeside(spend, ['old|a', 'old|z'])).toMatchObject({ ok: false })
      expect(await usedOf('old|a')).toEqual([1])
      offset += 7 * minute
      expect(await budget.reserve(['old|a'], 1, window)).toMatchObject({ ok: true })
    })
  })
}

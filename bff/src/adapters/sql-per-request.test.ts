import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { standardSettings } from '../domain/limits.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { openStore } from './sql-open.ts'
import { openPerRequest } from './sql-per-request.ts'

const server = process.env['MUSTER_TEST_POSTGRES_URL']

if (server === undefined) {
  test('connections of a request: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_per_request_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  const url = onDatabase.href
  const failures: unknown[] = []
  const options = { ...standardSettings, url, failed: (error: unknown) => failures.push(error) }
  let admin: Kysely<unknown>

  const lines = async (): Promise<number> => {
    const found = await sql<{ lines: number }>`select count(*) as lines from pg_stat_activity
      where datname = ${database}`.execute(admin)
    return Number(found.rows[0]?.lines)
  }

  beforeAll(async () => {
    admin = new Kysely<unknown>({ dialect: postgresDialect(server) })
    await sql`create database ${sql.ref(database)}`.execute(admin)
    const store = await openStore({ url })
    await store.migrate()
    await store.close()
  })
  afterAll(async () => {
    await sql`drop database ${sql.ref(database)} with (force)`.execute(admin)
    await admin.destroy()
  })

  test('a store that is restored under it tries nobody before the directories have forgotten', async () => {
    const { store, scope } = openPerRequest(options)
    const rests: Promise<unknown>[] = []
    const isTried = async () =>
      (
        await scope.run(
          (rest) => void rests.push(rest),
          () => store.budget.reserve(['corp ana'], 3, 60_000),
        )
      ).ok
    const operator = await openStore({ url, role: 'operator' })
    await operator.administration.claimProfile('production')
    expect(await isTried()).toBe(true)
    const own = new Kysely<unknown>({ dialect: postgresDialect(url) })
    await sql`update deployment set tries_from = 99999999999999`.execute(own)
    await own.destroy()
    expect(await isTried()).toBe(false)
    await operator.close()
    await Promise.all(rests)
    await expect.poll(lines).toBe(0)
  })

  test('a request has one connection however much it asks, the next has another, and none is left', async () => {
    const { store, scope } = openPerRequest(options)
    const rests: Promise<unknown>[] = []
    const waitUntil = (rest: Promise<unknown>) => void rests.push(rest)
    let here = 0
    /** Both requests have come so far. */
    const both = (times: number) => expect.poll(() => here).toBeGreaterThanOrEqual(2 * times)
    const ask = async () => {
      await Promise.all([store.enrollments.now(), store.accounts.find('acme'), store.ready(), store.enrollments.now()])
      here += 1
      await both(1)
      const counted = await lines()
      here += 1
      await both(2)
      return counted
    }
    expect(await Promise.all([scope.run(waitUntil, ask), scope.run(waitUntil, ask)])).toEqual([2, 2])
    await Promise.all(rests)
    await expect.poll(lines).toBe(0)
    expect(failures).toEqual([])
  })

  test('transactions of one request come one after the other on its connection', async () => {
    const { store, scope } = openPerRequest(options)
    const append = () => store.audit.append('acme', [{ type: 'code.ok', data: {} }])
    await scope.run(
      () => undefined,
      async () => {
        await Promise.all([append(), store.limiter.take(['start-per-address-minute'], 'a', 1), append(), store.prune()])
        expect(await store.audit.seal(9)).toBe(2)
      },
    )
  })

  test('outside of a request nothing is asked', async () => {
    const { store } = openPerRequest(options)
    await expect(store.enrollments.now()).rejects.toThrow('outside of one')
  })

  test('tables are not made from here', async () => {
    const { store, scope } = openPerRequest(options)
    const migrating = scope.run(
      () => undefined,
      () => store.migrate(),
    )
    await expect(migrating).rejects.toThrow(StoreUnavailable)
    await expect(migrating).rejects.toThrow('muster migrate')
  })

  test('a database that is not there is the store’s trouble', async () => {
    const gone = new URL(url)
    gone.port = '9'
    const { store, scope } = openPerRequest({ ...options, url: gone.href })
    await expect(
      scope.run(
        () => undefined,
        () => store.enrollments.now(),
      ),
    ).rejects.toThrow(StoreUnavailable)
  })
}

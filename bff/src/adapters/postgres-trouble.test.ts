import { Kysely, sql } from 'kysely'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { begin } from '../ports/store-under-test.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { portOf } from '../testing/port-of.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { openSession, openStore } from './sql-open.ts'
import type { SqlSession } from './sql-session.ts'
import { type SqlStore, storeOver } from './sql-store.ts'

/** A server that meets every client with this SQLSTATE, as one that starts or is full does (PostgreSQL: Message Formats). */
const startRefusing = async (state: string): Promise<{ url: string; server: Server }> => {
  const field = (type: string, value: string) => Buffer.from(`${type}${value}\0`)
  const fields = Buffer.concat([
    field('S', 'FATAL'),
    field('V', 'FATAL'),
    field('C', state),
    field('M', 'no'),
    Buffer.of(0),
  ])
  const length = Buffer.alloc(4)
  length.writeInt32BE(fields.length + 4)
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, fields])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `postgres://muster@127.0.0.1:${portOf(server)}/muster`, server }
}

test.each([
  ['starts up', '57P03'],
  ['has too many connections', '53300'],
  ['shuts down', '57P01'],
  ['has no memory left', '53200'],
])('a server that %s (%s) is the store’s unavailability', async (_what, state) => {
  const { url, server } = await startRefusing(state)
  const store = await openStore({ url })
  try {
    await expect(store.accounts.find('acme')).rejects.toThrow(StoreUnavailable)
    await expect(store.ready()).rejects.toThrow(StoreUnavailable)
  } finally {
    await store.close()
    server.close()
  }
})

const administrator = process.env['MUSTER_TEST_POSTGRES_URL']

if (administrator === undefined) {
  test('PostgreSQL’s trouble: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_trouble_${process.pid}`
  const role = `muster_few_${process.pid}`
  const onDatabase = new URL(administrator)
  onDatabase.pathname = `/${database}`
  // With no limits but the product's own.
  onDatabase.search = ''
  let session: SqlSession
  let store: SqlStore
  let admin: Kysely<unknown>

  beforeAll(async () => {
    admin = new Kysely<unknown>({ dialect: postgresDialect(administrator) })
    await sql`create database ${sql.ref(database)}`.execute(admin)
    session = openSession(onDatabase.href, 'server', () => 0)
    store = storeOver(session)
    await store.migrate()
  })
  afterAll(async () => {
    await store.close()
    await sql`drop database ${sql.ref(database)} with (force)`.execute(admin)
    await sql`drop role if exists ${sql.ref(role)}`.execute(admin)
    await admin.destroy()
  })

  describe('a live PostgreSQL', () => {
    test.each([
      ['is read-only', '25006'],
      ['has no room on its disk', '53100'],
      ['has too many connections', '53300'],
      ['shuts down', '57P01'],
      ['was cancelled', '57014'],
    ])('that %s (%s) in the midst of it: unavailable, and the next call is served', async (_what, state) => {
      const raise = sql`do ${sql.lit(`begin raise exception 'no' using errcode = '${state}'; end`)}`
      await expect(raise.execute(session.db)).rejects.toThrow(StoreUnavailable)
      expect(await store.ready()).toBeGreaterThan(0)
    })

    test('that takes no writes for a while: reads go on, and writes do again without a restart', async () => {
      const { stored, enrollment, cookie } = await begin({ store, other: store, advance: () => {} })
      const saving = () => store.enrollments.save(stored, enrollment, { audit: [] })
      // As a failover does: lines are cut, and new ones meet a server that only reads.
      const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`
      await sql`alter database ${sql.ref(database)} set default_transaction_read_only = on`.execute(admin)
      await cut.execute(admin)
      const throughCutLines = await Promise.allSettled(Array.from({ length: 20 }, () => store.ready()))
      expect(throughCutLines.map(({ status }) => status)).not.toContain('fulfilled')
      await expect(saving()).rejects.toThrow(StoreUnavailable)
      await expect(store.ready()).rejects.toThrow(StoreUnavailable)
      expect(await store.enrollments.load(cookie)).toMatchObject({ version: stored.version })
      // The default holds for new lines only: those that answered "read-only" must not be kept.
      await sql`alter database ${sql.ref(database)} reset default_transaction_read_only`.execute(admin)
      await Promise.allSettled(Array.from({ length: 20 }, () => store.ready()))
      expect(await saving()).toMatchObject({ kind: 'saved' })
    })

    test('behind a pooler: processes mean the same statement by the same name, whatever they asked first', async () => {
      const namesIn = async (dialect: typeof postgresDialect, texts: readonly string[]) => {
        const db = new Kysely<unknown>({ dialect: dialect(onDatabase.href) })
        const { rows } = await db.connection().execute(async (line) => {
          for (const text of texts) await sql.raw(text).execute(line)
          return sql<{
            name: string
            statement: string
          }>`select name, statement from pg_prepared_statements where statement like 'select % as met'`.execute(line)
        })
        await db.destroy()
        return Object.fromEntries(rows.map(({ name, statement }) => [statement, name]))
      }
      const texts = ['select 1 as met', 'select 2 as met']
      vi.resetModules()
      const another = await import('./postgres-dialect.ts')
      const names = await namesIn(postgresDialect, texts)
      expect(new Set(Object.values(names)).size).toBe(2)
      expect(await namesIn(another.postgresDialect, texts.toReversed())).toEqual(names)
    })

    test('that is slow with a change of its tables is waited for, and other statements are not', async () => {
      const slow = sql`select pg_sleep(3.5)`
      await expect(slow.execute(session.db)).rejects.toThrow(StoreUnavailable)
      // Both of its limits would have been met: the server's 2 s and our own 3 s.
      await session.patiently((db) => slow.execute(db))
      const holder = new Kysely<unknown>({ dialect: postgresDialect(onDatabase.href, true) })
      const held = holder.transaction().execute(async (trx) => {
        await sql`lock table kysely_migration in access exclusive mode`.execute(trx)
        await slow.execute(trx)
      })
      await sql`select pg_sleep(0.2)`.execute(admin)
      expect(await store.migrate()).toEqual([])
      await held.finally(() => holder.destroy())
    }, 30_000)

    test('with more to forget than one statement has time for: all of it goes, and nothing else', async () => {
      await sql`insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
        select 'registrations-per-user', i, case when i % 2500 = 0 then 99999999999999 else i end, 1, 1
        from generate_series(1, 5001) i`.execute(session.db)
      await store.prune()
      const left = sql`select key from rate_limit where name = 'registrations-per-user' order by key`
      expect((await left.execute(session.db)).rows).toEqual([{ key: '2500' }, { key: '5000' }])
    })

    test('that lets no more connections in: unavailable, and served once it does', async () => {
      await sql`create role ${sql.ref(role)} login connection limit 0 password 'few'`.execute(admin)
      const asFew = new URL(onDatabase)
      asFew.username = role
      asFew.password = 'few'
      const few = openSession(asFew.href, 'server', () => 0)
      try {
        await expect(sql`select 1`.execute(few.db)).rejects.toThrow(/does not answer.*too many connections/)
        await sql`alter role ${sql.ref(role)} connection limit 5`.execute(admin)
        expect((await sql`select 1 as one`.execute(few.db)).rows).toEqual([{ one: 1 }])
      } finally {
        await few.db.destroy()
      }
    })
  })
}

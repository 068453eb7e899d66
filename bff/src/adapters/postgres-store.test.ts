import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { begin } from '../ports/store-under-test.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { auditTamperingSuite } from './audit-tampering.suite.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { insertAudit } from './sql-audit.ts'
import { backlogSuite } from './sql-backlog.suite.ts'
import { openSession, openStore } from './sql-open.ts'
import type { SqlSession } from './sql-session.ts'
import { type SqlStore, storeOver } from './sql-store.ts'
import { storeSuites } from './store-suites.ts'

const server = process.env['MUSTER_TEST_POSTGRES_URL']

if (server === undefined) {
  test('PostgreSQL suite: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_store_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  const url = onDatabase.href
  let offset = 0
  let session: SqlSession
  let store: SqlStore
  let other: SqlStore

  const asAdministrator = async (work: (db: Kysely<unknown>) => Promise<unknown>): Promise<void> => {
    const db = new Kysely<unknown>({ dialect: postgresDialect(server) })
    try {
      await work(db)
    } finally {
      await db.destroy()
    }
  }

  beforeAll(async () => {
    await asAdministrator(async (db) => {
      await sql`create database ${sql.ref(database)}`.execute(db)
      // A second, as it is by default, is half of what a statement has here: a busy machine takes the rest.
      await sql`alter database ${sql.ref(database)} set deadlock_timeout = '200ms'`.execute(db)
    })
    session = openSession(url, 'server', () => offset)
    store = storeOver(session)
    other = await openStore({ url, clockOffset: () => offset })
    // Two instances that start at once migrate once.
    const applied = await Promise.all([store.migrate(), other.migrate()])
    expect(applied.flat()).toEqual([
      '0001-tables',
      '0002-audit-seal',
      '0003-settled-tries',
      '0004-hand-overs',
      '0005-retention',
      '0006-restored',
      '0007-sparse-indexes',
    ])
  })
  afterAll(async () => {
    await Promise.all([store.close(), other.close()])
    await asAdministrator((db) => sql`drop database ${sql.ref(database)} with (force)`.execute(db))
  })

  const emptied = async () => {
    const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
      where schemaname = 'public' and tablename not like 'kysely%'`.execute(session.db)
    await sql`truncate ${sql.join(rows.map(({ name }) => sql.ref(name)))}`.execute(session.db)
    offset = 0
  }

  storeSuites(async () => {
    await emptied()
    return { store, other, advance: (ms) => void (offset += ms) }
  })

  backlogSuite(async () => {
    await emptied()
    return { store, other, advance: (ms) => void (offset += ms) }
  })

  auditTamperingSuite(async () => {
    await emptied()
    return {
      under: { store, other, advance: () => {} },
      tamper: async (statement) => void (await sql.raw(statement).execute(session.db)),
    }
  })

  describe('PostgreSQL', () => {
    test('the pool tells of its lines: one in use while a transaction is open', async () => {
      const { promise: enough, resolve: end } = Promise.withResolvers<void>()
      const { promise: begun, resolve: hasBegun } = Promise.withResolvers<void>()
      const open = session.transaction(async () => {
        hasBegun()
        await enough
      })
      await begun
      expect(store.lines()).toMatchObject({ used: 1, waiting: 0 })
      end()
      await open
      expect(store.lines()).toMatchObject({ used: 0, waiting: 0 })
    })

    test('an audit line that commits after a later one was sealed is sealed later, and none is skipped', async () => {
      await emptied()
      const { promise: written, resolve: hasWritten } = Promise.withResolvers<void>()
      const { promise: enough, resolve: commit } = Promise.withResolvers<void>()
      const late = session.transaction(async (trx) => {
        await insertAudit(session, trx, 'late', null, [{ type: 'code.ok', data: {} }])
        // What nobody waits to hear of goes along with the next statement.
        await sql`select 1`.execute(trx)
        hasWritten()
        await enough
      })
      await written
      await other.audit.append('early', [{ type: 'code.ok', data: {} }])
      expect(await other.audit.seal(10)).toBe(1)
      commit()
      await late
      expect(await store.audit.seal(10)).toBe(1)
      const lines = await store.audit.lines({ most: 10 })
      const byNumber = lines.toSorted((a, b) => a.id - b.id)
      expect(byNumber.map(({ accountId, seal }) => [accountId, seal?.sequence])).toEqual([
        ['late', 2],
        ['early', 1],
      ])
      expect(await store.audit.verify()).toMatchObject({ kind: 'whole', sealed: 2 })
    })

    test('an instance has as many lines as it may, however much is asked at once; the server says for how many it has room', async () => {
      const few = openSession(url, 'server', () => 0, 2)
      const asked = Array.from({ length: 8 }, () => sql`select pg_backend_pid() as pid, pg_sleep(0.01)`.execute(few.db))
      const pids = (await Promise.all(asked)).map(({ rows }) => JSON.stringify(rows))
      expect(new Set(pids).size).toBe(2)
      await few.db.destroy()
      const { rows } = await sql`show max_connections`.execute(session.db)
      expect(rows).toEqual([{ max_connections: String(((await store.room()) ?? 0) + 3) }])
    })

    test('times come back as numbers, not as text', async () => {
      await emptied()
      expect(await store.enrollments.now()).toBeTypeOf('number')
      expect(await store.ready()).toBeTypeOf('number')
    })

    test('a server that begins leaves another instance’s mails to it', async () => {
      await emptied()
      const { stored, enrollment } = await begin({ store, other, advance: () => {} })
      const mail = [{ id: 'm1', sealed: 'sealed', usefulFor: 600_000 }]
      await store.enrollments.save(stored, enrollment, { audit: [], mail })
      expect(await store.outbox.due(5, 30_000)).toHaveLength(1)
      await other.takeOver()
      expect(await other.outbox.due(5, 30_000)).toEqual([])
    })

    test('a deadlock is tried again until both transactions are through', async () => {
      await emptied()
      for (const key of ['a', 'b']) await store.budget.reserve([key], 5, 60_000)
      let arrived = 0
      let open = () => {}
      const bothHoldOne = new Promise<void>((resolve) => (open = resolve))
      const crossing = (first: string, then: string) => {
        let tries = 0
        return session.transaction(async (trx) => {
          tries += 1
          const touch = (key: string) =>
            trx
              .updateTable('attempt_budget')
              .set((eb) => ({ used: eb('used', '+', 1) }))
              .where('key', '=', key)
              .execute()
          await touch(first)
          if (tries === 1 && (arrived += 1) === 2) open()
          if (tries === 1) await bothHoldOne
          await touch(then)
          return tries
        })
      }
      const tries = await Promise.all([crossing('a', 'b'), crossing('b', 'a')])
      expect(tries.toSorted()).toEqual([1, 2])
      expect(await session.db.selectFrom('attempt_budget').select('used').execute()).toEqual([{ used: 3 }, { used: 3 }])
    })

    test('a statement that waits too long is the store’s unavailability, and the line is used again', async () => {
      await emptied()
      // With no limits but the product's own.
      const bare = new URL(url)
      bare.search = ''
      const limited = await openStore({ url: bare.href, clockOffset: () => offset })
      const { promise: held, resolve: holding } = Promise.withResolvers<void>()
      const { promise: enough, resolve: release } = Promise.withResolvers<void>()
      await store.budget.reserve(['a'], 5, 60_000)
      const holder = session.transaction(async (trx) => {
        await trx.updateTable('attempt_budget').set({ used: 1 }).execute()
        holding()
        await enough
      })
      await held
      await expect(limited.budget.reserve(['a'], 5, 60_000)).rejects.toThrow(StoreUnavailable)
      release()
      await holder
      expect(await limited.budget.reserve(['a'], 5, 60_000)).toMatchObject({ ok: true })
      await limited.close()
    })

    test('lines that the server cut cost an answer each at most, and are replaced', async () => {
      const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database} and pid <> pg_backend_pid()`
      await other.ready()
      await cut.execute(session.db)
      const answers = await Promise.allSettled(Array.from({ length: 40 }, () => other.ready()))
      expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(40 - 16)
      expect(
        answers.flatMap((answer) =>
          answer.status === 'rejected' && !(answer.reason instanceof StoreUnavailable) ? [answer.reason] : [],
        ),
      ).toEqual([])
      expect(await other.ready()).toBeGreaterThan(0)
    })

    test('a mistake in a statement stays a mistake', async () => {
      const wrong = sql`select nothing from nowhere`.execute(session.db)
      await expect(wrong).rejects.not.toBeInstanceOf(StoreUnavailable)
    })
  })
}

test('a server that is not there is the store’s unavailability', async () => {
  const store = await openStore({ url: 'postgres://muster@127.0.0.1:9/muster' })
  await expect(store.accounts.find('acme')).rejects.toThrow(StoreUnavailable)
  await expect(store.enrollments.now()).rejects.toThrow('does not answer')
  await store.close()
})

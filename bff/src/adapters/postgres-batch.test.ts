import { Kysely, sql } from 'kysely'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, isConfused, type NamedStatement } from './postgres-batch.ts'
import { pooledDialect, postgresPool } from './postgres-dialect.ts'
import { sessionOver, type SqlSession, type Trx, Undone } from './sql-session.ts'
import { statement, unheard, writtenOut } from './sql-statement.ts'

const administrator = process.env['MUSTER_TEST_POSTGRES_URL']

if (administrator === undefined) {
  test('statements in one piece: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const url = new URL(administrator)
  // With no limits but the product's own.
  url.search = ''
  /** One line, which has a table `met` of its own. */
  let pool: pg.Pool
  let session: SqlSession
  /** How often the server answered and waited for more. */
  let roundTrips = 0

  beforeEach(async () => {
    pool = postgresPool(url.href, { most: 1 })
    pool.on('connect', ({ connection }) => connection.on('readyForQuery', () => (roundTrips += 1)))
    session = sessionOver(
      {
        engine: 'postgres',
        db: new Kysely({ dialect: pooledDialect(() => pool) }),
        patiently: () => Promise.reject(new Error('not here')),
      },
      () => 0,
    )
    await pool.query('create temp table met (id int primary key)')
    roundTrips = 0
  })
  afterEach(() => session.db.destroy())

  const met = async (): Promise<unknown> => (await pool.query('select id from met order by id')).rows

  describe('statements in one piece', () => {
    const insert = (id: number, name: string): NamedStatement => ({
      name,
      text: `insert into met values ($1) /* ${name} */`,
      values: [id],
    })
    const all: NamedStatement = { name: 'all', text: 'select id from met', values: [] }
    const onLine = async <T>(work: (line: pg.PoolClient) => Promise<T>): Promise<T> => {
      const line = await pool.connect()
      return work(line).finally(() => line.release())
    }

    test('cost one round trip, and give what the last one gave', async () => {
      const { rows } = await onLine((line) => ask(line, all, [insert(1, 'one'), insert(2, 'two')]))
      expect(rows).toEqual([{ id: 1 }, { id: 2 }])
      expect(roundTrips).toBe(1)
    })

    test('are parsed once', async () => {
      await onLine(async (line) => {
        await ask(line, insert(2, 'two'), [insert(1, 'one')])
        await ask(line, insert(4, 'one'), [insert(3, 'two')])
        await ask(line, insert(5, 'one'))
      })
      expect(await met()).toHaveLength(5)
    })

    const failing = [
      ['first', [insert(1, 'one'), insert(2, 'two')], insert(3, 'three')],
      ['second', [insert(2, 'two'), insert(1, 'one')], insert(3, 'three')],
      ['last', [insert(2, 'two'), insert(3, 'three')], insert(1, 'one')],
    ] as const

    test.each(failing)(
      'of which the %s fails: none is done, and the line is as good as before',
      async (_which, ahead, last) => {
        await onLine(async (line) => {
          await ask(line, last, ahead)
          await line.query('delete from met where id <> 1')
          await expect(ask(line, last, ahead)).rejects.toThrow('duplicate key')
          expect(isConfused(line)).toBe(false)
          expect((await line.query('select id from met')).rows).toEqual([{ id: 1 }])
          await line.query('delete from met')
          await ask(line, last, ahead)
        })
        expect(await met()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
      },
    )

    test.each(failing)(
      'that are new to the line, of which the %s fails: what was not read is told',
      async (which, ahead, last) => {
        await pool.query('insert into met values (1)')
        await onLine(async (line) => {
          await expect(ask(line, last, ahead)).rejects.toThrow('duplicate key')
          expect(isConfused(line)).toBe(which !== 'last')
        })
        expect(await met()).toEqual([{ id: 1 }])
      },
    )

    test('with a value that cannot be written: nothing behind it is done', async () => {
      const begin: NamedStatement = { name: 'begin', text: 'begin', values: [] }
      const commit: NamedStatement = { name: 'commit', text: 'commit', values: [] }
      const unwritable = {
        toPostgres: () => {
          throw new Error('cannot be written')
        },
      }
      await onLine(async (line) => {
        const ahead = [begin, insert(1, 'one'), { ...insert(2, 'two'), values: [unwritable] }, insert(3, 'three')]
        await expect(ask(line, commit, ahead)).rejects.toThrow('cannot be written')
        await line.query('rollback')
      })
      expect(await met()).toEqual([])
    })

    test('may each take as long as one may', async () => {
      const slow: NamedStatement = { name: 'slow', text: 'select pg_sleep(1.6)', values: [] }
      await onLine((line) => ask(line, insert(1, 'one'), [slow, slow]))
      expect(await met()).toEqual([{ id: 1 }])
    })

    test('are given up when the server takes too long', async () => {
      const slow: NamedStatement = { name: 'slow', text: 'select pg_sleep(10)', values: [] }
      // The server's own limit would come first.
      await pool.query('set statement_timeout = 0')
      const line = await pool.connect()
      await expect(ask(line, slow, [insert(1, 'one')])).rejects.toThrow('Query read timeout')
      line.release(true)
    })
  })

  describe('a transaction', () => {
    const insert = unheard<{ id: number }>((making, { id }) => writtenOut(sql`insert into met values (${id})`, making))
    const count = statement<object>((making) => writtenOut(sql`select count(*) as met from met`, making))
    const heard = statement<{ id: number }>((making, { id }) => writtenOut(sql`insert into met values (${id})`, making))
    const keep = statement<{ id: number }>((making, { id }) => writtenOut(sql`insert into kept values (${id})`, making))

    test('begins with its first statement, and ends with those that nobody waits to hear of', async () => {
      await session.transaction(async (trx) => {
        await insert(session, trx, { id: 1 })
        expect(await count(session, trx, {})).toEqual([{ met: 1 }])
        await insert(session, trx, { id: 2 })
        await insert(session, trx, { id: 3 })
      })
      expect(roundTrips).toBe(2)
      expect(await met()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
    })

    test('that asks nothing costs nothing', async () => {
      await session.transaction(async () => undefined)
      expect(roundTrips).toBe(0)
    })

    test('of nothing but what nobody waits to hear of is committed', async () => {
      await session.transaction((trx) => insert(session, trx, { id: 1 }))
      expect(roundTrips).toBe(1)
      expect(await met()).toEqual([{ id: 1 }])
    })

    test('that is undone leaves nothing, sent or not', async () => {
      await session.transaction<void>(async (trx) => {
        await insert(session, trx, { id: 1 })
        await count(session, trx, {})
        await insert(session, trx, { id: 2 })
        return new Undone(undefined)
      })
      expect(await met()).toEqual([])
      await session.transaction((trx) => insert(session, trx, { id: 3 }))
      expect(await met()).toEqual([{ id: 3 }])
    })

    test('fails with what nobody waited to hear of, leaves nothing, and the next one begins anew', async () => {
      await session.transaction((trx) => insert(session, trx, { id: 1 }))
      await pool.query('delete from met')
      const twice = session.transaction(async (trx) => {
        await insert(session, trx, { id: 1 })
        await insert(session, trx, { id: 1 })
      })
      await expect(twice).rejects.toThrow('duplicate key')
      expect(await met()).toEqual([])
      await session.transaction((trx) => insert(session, trx, { id: 1 }))
      expect(await met()).toEqual([{ id: 1 }])
    })

    test.each([
      [
        'goes on all the same',
        async (trx: Trx) => {
          await count(session, trx, {}).catch(() => undefined)
          await keep(session, trx, { id: 1 })
        },
      ],
      [
        'has asked for more already',
        async (trx: Trx) => {
          await Promise.all([count(session, trx, {}), keep(session, trx, { id: 1 })])
        },
      ],
    ])('that could not begin and %s does nothing, and the line is replaced', async (_what, work) => {
      await session.transaction((trx) => count(session, trx, {}))
      const { rows } = await pool.query('select pg_backend_pid() as pid')
      await pool.query('create table if not exists kept (id int)')
      await pool.query('deallocate all')
      await expect(session.transaction(work)).rejects.toThrow('does not exist')
      expect((await pool.query('select pg_backend_pid() as pid')).rows).not.toEqual(rows)
      expect((await pool.query('select id from kept')).rows).toEqual([])
      await pool.query('drop table kept')
    })

    test('that ended leaves nothing of what it did not wait for', async () => {
      let late: Promise<PromiseSettledResult<unknown>[]> | undefined
      const ended = session.transaction(async (trx) => {
        late = Promise.allSettled([1, 2, 3].map((id) => heard(session, trx, { id })))
        throw new Error('mine')
      })
      await expect(ended).rejects.toThrow('mine')
      await late
      expect(await met()).toEqual([])
      const begun = session.transaction(async (trx) => {
        await count(session, trx, {})
        late = Promise.allSettled([1, 2, 3].map((id) => heard(session, trx, { id })))
        throw new Error('mine')
      })
      await expect(begun).rejects.toThrow('mine')
      await late
      expect(await met()).toEqual([])
    })

    test('outside of one a statement that nobody waits to hear of is done at once', async () => {
      await insert(session, session.db, { id: 1 })
      expect(await met()).toEqual([{ id: 1 }])
    })
  })
}

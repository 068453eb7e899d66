import { type CompiledQuery, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSession } from './sql-open.ts'
import type { SqlSession } from './sql-session.ts'
import { statement, writtenOut } from './sql-statement.ts'
import { migrate } from './sql-upkeep.ts'

let session: SqlSession
let offset = 0
let puts = 0
let asked: CompiledQuery[] = []

beforeEach(async () => {
  session = openSession('sqlite::memory:', 'server', () => offset, undefined, {
    log: ({ query }) => void asked.push(query),
  })
  await migrate(session)
  offset = puts = 0
  asked = []
})
afterEach(() => session.db.destroy())

type Token = { readonly account_id: string; readonly id: string; readonly expires_at: number }

const keep = statement<{ tokens: readonly Token[] }>(({ db }, { tokens }) => {
  puts += 1
  return db.insertInto('used_token').values(tokens).returning('id')
})
const find = statement<{ account: string; ids: readonly string[]; until?: number }>(
  ({ db }, { account, ids, until }) => {
    puts += 1
    const all = db.selectFrom('used_token').select('id').where('account_id', '=', account).where('id', 'in', ids)
    return (until === undefined ? all : all.where('expires_at', '<=', until)).orderBy('id')
  },
)
const clock = statement<{ later?: number }>((making, { later }) =>
  writtenOut(sql`select ${making.now(later)} as now`, making),
)

const tokens = (...ids: readonly string[]) => ids.map((id, index) => ({ account_id: 'acme', id, expires_at: index }))

describe('a statement', () => {
  test('is put together once for what differs in values alone, and each asking has its own', async () => {
    expect(await keep(session, session.db, { tokens: tokens('a') })).toEqual([{ id: 'a' }])
    expect(await keep(session, session.db, { tokens: tokens('b') })).toEqual([{ id: 'b' }])
    expect(puts).toBe(1)
    expect(asked.map(({ parameters }) => parameters)).toEqual([
      ['acme', 'a', 0],
      ['acme', 'b', 0],
    ])
  })

  test('may not be one that SQLite plans anew each time', async () => {
    const bare = statement<{ most: number }>(({ db }, { most }) => db.selectFrom('used_token').select('id').limit(most))
    await expect(bare(session, session.db, { most: 1 })).rejects.toThrow('a literal or a cast')
    const cast = statement<{ most: number }>(({ db }, { most }) =>
      db
        .selectFrom('used_token')
        .select('id')
        .limit(sql<number>`cast(${most} as bigint)`),
    )
    expect(await cast(session, session.db, { most: 1 })).toEqual([])
  })

  test('is put together anew for a list of another length', async () => {
    await keep(session, session.db, { tokens: tokens('a', 'b', 'c') })
    await keep(session, session.db, { tokens: tokens('d') })
    expect(puts).toBe(2)
    expect(await find(session, session.db, { account: 'acme', ids: ['c', 'a'] })).toEqual([{ id: 'a' }, { id: 'c' }])
    expect(await find(session, session.db, { account: 'acme', ids: ['b', 'c', 'd', 'x'] })).toHaveLength(3)
    expect(puts).toBe(4)
  })

  test('is put together anew where a value may be left out', async () => {
    await keep(session, session.db, { tokens: tokens('a', 'b', 'c') })
    const ids = ['a', 'b', 'c']
    expect(await find(session, session.db, { account: 'acme', ids, until: 1 })).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(await find(session, session.db, { account: 'acme', ids })).toHaveLength(3)
    expect(await find(session, session.db, { account: 'acme', ids, until: 0 })).toEqual([{ id: 'a' }])
    expect(puts).toBe(3)
  })

  test('is each session’s own', async () => {
    const other = openSession('sqlite::memory:', 'server', () => 0)
    await migrate(other)
    await keep(session, session.db, { tokens: tokens('a') })
    await keep(other, other.db, { tokens: tokens('a') })
    expect(puts).toBe(2)
    await other.db.destroy()
  })

  test('runs in the transaction that it is given', async () => {
    await expect(
      session.transaction(async (trx) => {
        await keep(session, trx, { tokens: tokens('a') })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await find(session, session.db, { account: 'acme', ids: ['a'] })).toEqual([])
  })

  test('reads the clock as it stands at each asking', async () => {
    const at = async (later?: number): Promise<number> => {
      const [row] = await clock(session, session.db, later === undefined ? {} : { later })
      return row !== null && typeof row === 'object' && 'now' in row ? Number(row.now) : Number.NaN
    }
    const first = await at()
    offset = 3_600_000
    expect((await at()) - first).toBeGreaterThanOrEqual(3_600_000)
    expect((await at(60_000)) - first).toBeGreaterThanOrEqual(3_660_000)
    offset = -7_200_000
    expect((await at()) - first).toBeLessThan(0)
  })
})

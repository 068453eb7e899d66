import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { openSession } from './sql-open.ts'
import { type SqlSession, type TransactionEnd, Undone } from './sql-session.ts'
import { migrate } from './sql-upkeep.ts'

let session: SqlSession
let ends: Omit<TransactionEnd, 'ms'>[]

beforeEach(async () => {
  ends = []
  session = openSession('sqlite::memory:', 'server', () => 0, undefined, {
    ended: ({ ms, ...end }) => ends.push(ms >= 0 ? end : { ...end, outcome: 'failed' }),
  })
  await migrate(session)
})
afterEach(() => session.db.destroy())

const rows = () => session.db.selectFrom('used_token').select('id').execute()

/** A transaction that writes, and fails so many times first. */
const failing = (failures: number, transient: boolean) => {
  let tries = 0
  return session.transaction(async (trx) => {
    tries += 1
    await trx
      .insertInto('used_token')
      .values({ account_id: 'acme', id: `try ${tries}`, expires_at: 1 })
      .execute()
    if (tries <= failures) throw new StoreUnavailable('again, please', { transient })
    return tries
  })
}

describe('a transaction', () => {
  test('is tried again three times when the engine asks for it, and only its last try is written', async () => {
    expect(await failing(3, true)).toBe(4)
    expect(await rows()).toEqual([{ id: 'try 4' }])
    expect(ends).toEqual([{ outcome: 'committed', retried: 3 }])
  })

  test('gives up after the third repetition', async () => {
    await expect(failing(4, true)).rejects.toThrow('again, please')
    expect(await rows()).toEqual([])
    expect(ends).toEqual([{ outcome: 'failed', retried: 3 }])
  })

  test('is not repeated for any other trouble', async () => {
    await expect(failing(1, false)).rejects.toThrow('again, please')
    expect(await rows()).toEqual([])
  })

  test('that is undone gives its result and writes nothing', async () => {
    const result = await session.transaction<string>(async (trx) => {
      await trx.insertInto('used_token').values({ account_id: 'acme', id: 'written', expires_at: 1 }).execute()
      return new Undone('lost the race')
    })
    expect(result).toBe('lost the race')
    expect(await rows()).toEqual([])
    expect(ends).toEqual([{ outcome: 'undone', retried: 0 }])
  })
})

test('a store’s address that names no engine is refused with words', () => {
  expect(() => openSession('mysql://host/database', 'server', () => 0)).toThrow('neither sqlite:')
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { GroupCommit, type Share } from './group-commit.ts'

let folder: string
let database: DatabaseSync
/** Another process’s view: what is committed. */
let outside: DatabaseSync
let group: GroupCommit
let told: string[]
/** What the engine says instead of doing it. */
let trouble: { readonly at: string; readonly error: Error } | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-group-'))
  const file = join(folder, 'group.sqlite')
  database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; create table kept (name text primary key)')
  outside = new DatabaseSync(file)
  told = []
  trouble = undefined
  group = new GroupCommit({
    run: (sql) => {
      told.push(sql)
      if (trouble?.at === sql) throw trouble.error
      database.exec(sql)
    },
    isOpen: () => database.isTransaction,
  })
})
afterEach(async () => {
  trouble = undefined
  await group.close()
  database.close()
  outside.close()
  await rm(folder, { recursive: true })
})

const put = (name: string) => () => database.prepare('insert into kept values (?)').run(name).changes
const names = (from = outside) =>
  from
    .prepare('select name from kept order by name')
    .all()
    .map(({ name }) => name)
const commits = () => told.filter((sql) => sql === 'commit').length
const inTransaction = async (work: (share: Share) => unknown): Promise<void> => {
  const share = await group.begin()
  try {
    await work(share)
  } catch (error) {
    await share.rollback()
    throw error
  }
  await share.commit()
}
const lost = 'what was written together with others was lost'

describe('writes that come together', () => {
  test('are on the disk with one commit, single statements and transactions alike', async () => {
    await Promise.all([
      group.write(put('a')),
      inTransaction((share) => share.run(put('b'))),
      group.write(put('c')),
      inTransaction(async (share) => {
        share.run(put('d'))
        await Promise.resolve()
        share.run(put('e'))
      }),
    ])
    expect(commits()).toBe(1)
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('are told of when the disk has all of them, and not before', async () => {
    const seen: unknown[] = []
    const first = group.write(put('a')).then(() => seen.push(names()))
    const second = inTransaction(async (share) => {
      share.run(put('b'))
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
      seen.push(names())
    })
    await Promise.all([first, second])
    expect(seen).toEqual([[], ['a', 'b']])
  })

  test('a reading among them waits for what it has seen', async () => {
    let done = false
    const writing = inTransaction(async (share) => {
      share.run(put('a'))
      await Promise.resolve()
    })
    const reading = new Promise<unknown>((resolve) =>
      setImmediate(() => void group.read(() => names(database)).then(resolve)),
    ).then((read) => {
      done = true
      expect(names()).toEqual(['a'])
      return read
    })
    await writing
    expect([await reading, done]).toEqual([['a'], true])
  })

  test('a mistake in one is that one’s alone', async () => {
    const results = await Promise.allSettled([
      group.write(put('a')),
      group.write(put('a')),
      inTransaction((share) => {
        share.run(put('b'))
        share.run(put('a'))
      }),
      group.write(put('c')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(names()).toEqual(['a', 'c'])
  })

  test('nobody has a turn within another’s transaction', async () => {
    const order: string[] = []
    await Promise.all([
      inTransaction(async (share) => {
        order.push('begins')
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
        share.run(put('a'))
        order.push('ends')
      }),
      group.write(() => order.push('writes')),
      group.read(() => order.push('reads')),
    ])
    expect(order).toEqual(['reads', 'begins', 'ends', 'writes'])
  })
})

describe('trouble', () => {
  test('of the commit is everybody’s, and nothing of it stays', async () => {
    trouble = { at: 'commit', error: new StoreUnavailable('no room left') }
    const results = await Promise.allSettled([group.write(put('a')), inTransaction((share) => share.run(put('b')))])
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { message: `${lost}: no room left` } })
    expect(results.every((one) => one.status === 'rejected' && one.reason instanceof StoreUnavailable)).toBe(true)
    trouble = undefined
    await group.write(put('c'))
    expect(names()).toEqual(['c'])
  })

  test('of the engine in the middle takes everything that was not on the disk', async () => {
    const results = await Promise.allSettled([
      group.write(put('a')),
      group.write(() => {
        throw new StoreUnavailable('cannot be written')
      }),
      group.write(put('b')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(names()).toEqual(['b'])
  })

  test('of the engine ends the others’ transactions too: nothing is written outside of one', async () => {
    await expect(
      inTransaction((share) => {
        share.run(put('ana'))
        database.exec('rollback')
        share.run(put('ben'))
      }),
    ).rejects.toThrow(lost)
    expect(names()).toEqual([])
  })

  test('where the engine rolled back by itself, nobody is told that theirs is kept', async () => {
    const results = await Promise.allSettled([
      group.write(put('a')),
      inTransaction((share) => {
        share.run(put('b'))
        share.run(() => {
          database.exec('rollback')
          throw new Error('full')
        })
      }),
      group.write(put('c')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(names()).toEqual(['c'])
  })

  test('at the beginning is the first one’s; the next begins anew', async () => {
    trouble = { at: 'begin immediate', error: new StoreUnavailable('is locked') }
    await expect(inTransaction(() => undefined)).rejects.toThrow('is locked')
    await expect(group.write(put('a'))).rejects.toThrow('is locked')
    trouble = undefined
    await inTransaction((share) => share.run(put('b')))
    expect(names()).toEqual(['b'])
  })
})

test('what cannot be in a transaction is alone, after what came before it', async () => {
  const writing = group.write(put('a'))
  await group.alone(() => {
    expect(database.isTransaction).toBe(false)
    expect(names()).toEqual(['a'])
  })
  await writing
})

test('between two groups the lock is free', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    await group.write(put(`a${turn}`))
    expect(database.isTransaction).toBe(false)
    outside.prepare('insert into kept values (?)').run(`b${turn}`)
  }
  expect(names()).toHaveLength(6)
})

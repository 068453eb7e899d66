import { beforeEach, describe, expect, test } from 'vitest'
import { minute } from '../ports/durations.ts'
import { begin } from '../ports/store-under-test.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import type { Store } from '../ports/store.ts'
import type { EnrollmentWatch, Observe, Operation } from '../ports/watch.ts'
import { createMemoryStore } from './memory-store.ts'
import { observedStore } from './observed-store.ts'

let told: (readonly string[])[]
let asked: Operation[]
let memory: Store

const watch: EnrollmentWatch = {
  happened: (...event) => told.push(['happened', ...event]),
  arrived: (account, step, because = '') => told.push(['arrived', account, step, because]),
  concerns: ({ reference, accountId }) => told.push(['concerns', reference, accountId]),
  limited: (limit) => told.push(['limited', limit]),
  budgetSpent: () => told.push(['budget spent']),
  pruned: (outcome) => told.push(['pruned', outcome]),
}
const observe: Observe = (operation, work) => {
  asked.push(operation)
  return work()
}
const observed = (over: Partial<Store> = {}) => ({
  ...memory,
  ...observedStore({ ...memory, ...over }, 'postgresql', observe, watch),
})

beforeEach(() => {
  told = []
  asked = []
  let now = 1_000
  memory = createMemoryStore({ now: () => (now += 1) })
})

const started = { type: 'enroll.start', data: {} } as const
const wrong = { type: 'auth.password.fail', data: {} } as const

describe('enrollments', () => {
  test('a step is told when it is another, an event when it was saved', async () => {
    const store = observed()
    const { stored, enrollment } = await begin({ store, other: store, advance: () => undefined })
    const saved = await store.enrollments.save(stored, enrollment, { audit: [wrong] })
    if (saved.kind !== 'saved') expect.fail(saved.kind)
    const refused = { ...enrollment, state: { kind: 'refused', because: 'no-mail-address', proven: [] } } as const
    await store.enrollments.save(saved.stored, refused, { audit: [] })
    expect(told).toEqual([
      ['concerns', 'ABCD-EFGH', 'acme'],
      ['arrived', 'acme', 'identifying', ''],
      ['happened', 'acme', 'auth.password.fail'],
      ['arrived', 'acme', 'refused', 'no-mail-address'],
    ])
    expect(asked).toContainEqual({
      dependency: 'store',
      name: 'enrollments.save',
      attributes: { 'db.system.name': 'postgresql', 'db.operation.name': 'enrollments.save' },
    })
  })

  test('what somebody else saved first happened to nobody', async () => {
    const store = observed()
    const { stored, enrollment } = await begin({ store, other: store, advance: () => undefined })
    await memory.enrollments.save(stored, enrollment, { audit: [] })
    told = []
    expect(await store.enrollments.save(stored, enrollment, { audit: [wrong] })).toEqual({ kind: 'conflict' })
    expect(told).toEqual([])
  })

  test('neither did what the store could not take', async () => {
    const down = () => Promise.reject(new StoreUnavailable('locked'))
    const store = observed({ enrollments: { ...memory.enrollments, record: down } })
    await expect(store.enrollments.record('acme', 'one', [wrong])).rejects.toThrow('locked')
    expect(told).toEqual([])
  })

  test('lines of the audit that stand alone count, too', async () => {
    await observed().audit.append('acme', [started])
    expect(told).toEqual([['happened', 'acme', 'enroll.start']])
  })
})

test('a limit that is spent is told by its name, never by its key', async () => {
  const { limiter } = observed()
  const take = () => limiter.take(['wrong-codes-per-hour'], 'acme|ad:secret')
  for (let once = 0; once < 15; once += 1) await take()
  expect(told).toEqual([])
  expect((await take()).ok).toBe(false)
  expect((await limiter.peek(['wrong-codes-per-hour'], 'acme|ad:secret')).ok).toBe(false)
  expect(told).toEqual([
    ['limited', 'wrong-codes-per-hour'],
    ['limited', 'wrong-codes-per-hour'],
  ])
  expect(JSON.stringify(asked)).not.toContain('secret')
})

test('a budget that is spent is told without whose it is', async () => {
  const { budget } = observed()
  await budget.reserve(['ad|dc1|ana'], 1, minute)
  await budget.reserve(['ad|dc1|ana'], 1, minute)
  expect(told).toEqual([['budget spent']])
})

test('a turn of retention is told by what it came to', async () => {
  await observed().prune()
  await expect(observed({ prune: () => Promise.reject(new StoreUnavailable('full')) }).prune()).rejects.toThrow('full')
  expect(told).toEqual([
    ['pruned', 'done'],
    ['pruned', 'failed'],
  ])
})

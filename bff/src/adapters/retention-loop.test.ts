import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Pruning } from '../ports/store.ts'
import { type RetentionLoop, startRetentionLoop } from './retention-loop.ts'

let turns: { readonly signal: AbortSignal; readonly end: (pruning: Pruning) => void; readonly fail: () => void }[]
let logged: object[]
let loop: RetentionLoop

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  turns = []
  logged = []
  loop = startRetentionLoop({
    prune: (signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<Pruning>()
      turns.push({ signal, end: resolve, fail: () => reject(new Error('the store is down')) })
      return promise
    },
    log: (event) => logged.push(event),
  })
})
afterEach(async () => {
  for (const { end } of turns) end({ kind: 'stopped' })
  await loop.stop()
  vi.useRealTimers()
})

const aMinute = () => vi.advanceTimersByTimeAsync(60_000)

test('it begins at once: an earlier process may have left half of it', () => {
  expect(turns).toHaveLength(1)
})

test('a turn that takes longer than a minute is not joined by another', async () => {
  await aMinute()
  await aMinute()
  expect(turns).toHaveLength(1)
  turns[0]?.end({ kind: 'elsewhere' })
  await aMinute()
  expect(turns).toHaveLength(2)
})

test('trouble of the store is logged, and the next turn comes all the same', async () => {
  turns[0]?.fail()
  await aMinute()
  expect(logged).toEqual([{ err: new Error('the store is down') }])
  expect(turns).toHaveLength(2)
})

test('the end tells the turn under way, waits for it, and lets none follow', async () => {
  const ended = loop.stop()
  expect(turns[0]?.signal.aborted).toBe(true)
  turns[0]?.end({ kind: 'stopped' })
  await ended
  await aMinute()
  expect(turns).toHaveLength(1)
})

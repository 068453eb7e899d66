import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ShutDown, shutDown } from './shut-down.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = () => new Promise<void>(() => {})
const after = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Lets it end, and tells what came when: ms after the signal. */
const timesOf = async (parts: Partial<ShutDown>) => {
  const began = Date.now()
  const times: Record<string, number> = {}
  const at = (what: string) => void (times[what] = Date.now() - began)
  const ending = shutDown({
    serve: 5_000,
    finish: 20_000,
    closeOpen: async () => at('requests'),
    stopOutbox: async () => at('outbox'),
    closeRest: async () => at('rest'),
    giveUp: () => at('given up'),
    ...parts,
  }).then(() => at('ended'))
  await vi.advanceTimersByTimeAsync(60_000)
  void ending
  return times
}

test('requests are served for a while, then nothing that has ended is waited for', async () => {
  expect(await timesOf({})).toEqual({ requests: 5_000, outbox: 5_000, rest: 5_000, ended: 5_000 })
})

test('nothing is left that keeps the process alive once all has ended', async () => {
  const done = async () => undefined
  const ending = shutDown({
    serve: 5_000,
    finish: 20_000,
    closeOpen: done,
    stopOutbox: done,
    closeRest: done,
    giveUp: () => undefined,
  })
  await vi.advanceTimersByTimeAsync(5_000)
  await ending
  expect(vi.getTimerCount()).toBe(0)
})

test('requests and mails under way are finished beside each other, not one after the other', async () => {
  const times = await timesOf({ closeOpen: after(20_000), stopOutbox: after(15_000) })
  expect(times).toEqual({ rest: 25_000, ended: 25_000 })
})

test('mails that take too long are left to their leases', async () => {
  expect(await timesOf({ stopOutbox: never })).toEqual({ requests: 5_000, rest: 25_000, ended: 25_000 })
})

test.each<[string, Partial<ShutDown>]>([
  ['a store that does not close', { closeRest: never }],
  ['a request that does not end', { closeOpen: never }],
])('with %s the process is gone within 30 s all the same', async (_what, parts) => {
  expect((await timesOf(parts))['given up']).toBeLessThanOrEqual(30_000)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { within } from './deadline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const hanging = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

test('work that is done in time gives its result, and nothing goes off later', async () => {
  let given: AbortSignal | undefined
  const work = async (signal: AbortSignal) => {
    given = signal
    return 'done'
  }
  expect(await within(1_000, work)).toBe('done')
  expect(vi.getTimerCount()).toBe(0)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(given?.aborted).toBe(false)
})

test('work that hangs is aborted when its time is over, as by AbortSignal.timeout', async () => {
  const result = within(1_000, hanging).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(999)
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await result).toMatchObject({ name: 'TimeoutError' })
})

test('work that fails takes its timer along', async () => {
  await expect(within(1_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSlots, type Release } from './slots.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('as many as there are slots, for each key its own', async () => {
  const slots = createSlots(2, 2_000)
  const got = ['acme', 'acme', 'globex', 'globex'].map((key) => slots.take(key))
  expect(await Promise.all(got)).toEqual(Array(4).fill(expect.any(Function)))
})

test('one more waits for a slot no longer than it may', async () => {
  const slots = createSlots(1, 2_000)
  await slots.take('acme')
  let outcome: unknown = 'waiting'
  const late = slots.take('acme').then((release) => (outcome = release))
  await vi.advanceTimersByTimeAsync(1_999)
  expect(outcome).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1)
  expect(await late).toBeUndefined()
})

test('a slot that comes free goes to who waited longest, and to one alone', async () => {
  const slots = createSlots(1, 2_000)
  const release = await slots.take('acme')
  const order: string[] = []
  const wait = async (name: string) => {
    const mine = await slots.take('acme')
    order.push(name)
    return mine
  }
  const first = wait('first')
  const second = wait('second')
  release?.()
  release?.()
  const next = await first
  expect(order).toEqual(['first'])
  next?.()
  await second
  expect(order).toEqual(['first', 'second'])
})

test('who gave up waiting is given no slot that would be lost', async () => {
  const slots = createSlots(1, 2_000)
  const release = await slots.take('acme')
  const late = slots.take('acme')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await late).toBeUndefined()
  release?.()
  expect(await slots.take('acme')).toBeTypeOf('function')
})

test('never more at once than there are slots, whoever comes and goes', async () => {
  const slots = createSlots(3, 60_000)
  let under = 0
  let most = 0
  const work = async (release: Release | undefined) => {
    most = Math.max(most, (under += 1))
    await new Promise((resolve) => setTimeout(resolve, 10))
    under -= 1
    release?.()
  }
  const all = Promise.all(Array.from({ length: 30 }, () => slots.take('acme').then(work)))
  await vi.advanceTimersByTimeAsync(1_000)
  await all
  expect({ most, under }).toEqual({ most: 3, under: 0 })
})

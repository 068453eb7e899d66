import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type SealLoop, startSealLoop } from './seal-loop.ts'

let waiting: number
let trouble: Error | undefined
let asked: number[]
let logged: object[]
let loop: SealLoop | undefined

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  waiting = 0
  trouble = undefined
  asked = []
  logged = []
})
afterEach(async () => {
  await loop?.stop()
  vi.useRealTimers()
})

const seal = async (most: number): Promise<number> => {
  asked.push(most)
  if (trouble !== undefined) throw trouble
  const sealed = Math.min(most, waiting)
  waiting -= sealed
  return sealed
}
const start = (sealing = seal): SealLoop =>
  (loop = startSealLoop({ seal: sealing, log: (event) => logged.push(event) }))
const tick = () => vi.advanceTimersByTimeAsync(1_000)

test('each second what waits is sealed, in bounded batches until none is left', async () => {
  start()
  waiting = 450
  await tick()
  expect(waiting).toBe(0)
  expect(asked.length).toBe(3)
  expect(Math.max(...asked)).toBeLessThanOrEqual(200)
  waiting = 1
  await tick()
  expect(waiting).toBe(0)
})

test('a store that does not answer is logged, and asked again five seconds later', async () => {
  start()
  waiting = 3
  trouble = new Error('the store is down')
  await tick()
  expect(logged).toEqual([{ err: trouble }])
  trouble = undefined
  for (let second = 0; second < 4; second += 1) await tick()
  expect(waiting).toBe(3)
  await tick()
  expect(waiting).toBe(0)
})

test('one turn at a time, however long it takes', async () => {
  const releases: (() => void)[] = []
  let under = 0
  let most = 0
  const { stop } = start(async () => {
    most = Math.max(most, (under += 1))
    await new Promise<void>((resolve) => releases.push(resolve))
    under -= 1
    return 0
  })
  await tick()
  await tick()
  await tick()
  const stopping = stop()
  releases.shift()?.()
  await vi.waitFor(() => expect(releases).toHaveLength(1))
  releases.shift()?.()
  await stopping
  expect(most).toBe(1)
  loop = undefined
})

test('stopping waits for the turn under way, and then seals what came meanwhile', async () => {
  const releases: (() => void)[] = []
  let done = false
  const { stop } = start(async (most) => {
    const sealed = await seal(most)
    await new Promise<void>((resolve) => releases.push(resolve))
    return sealed
  })
  await tick()
  waiting = 5
  const stopping = stop().then(() => (done = true))
  releases.shift()?.()
  await vi.waitFor(() => expect(waiting).toBe(0))
  expect(done).toBe(false)
  releases.shift()?.()
  await stopping
  waiting = 1
  await tick()
  expect(waiting).toBe(1)
  loop = undefined
})

test('stopping does not hang on a store that is gone', async () => {
  const { stop } = start()
  trouble = new Error('the store is gone')
  await stop()
  expect(logged).toEqual([{ err: trouble }])
})

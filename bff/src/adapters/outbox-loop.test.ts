import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OutboxLoop, startOutboxLoop } from './outbox-loop.ts'

let turns: (readonly object[] | Error)[]
let taken: number
let logged: object[]
let loop: OutboxLoop | undefined

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  turns = []
  taken = 0
  logged = []
})
afterEach(async () => {
  await loop?.stop()
  vi.useRealTimers()
})

/** One turn gives what `turns` has next. */
const sendDue = async (): Promise<readonly object[]> => {
  taken += 1
  const next = turns.shift() ?? []
  if (next instanceof Error) throw next
  return next
}
const start = (send = sendDue): OutboxLoop =>
  (loop = startOutboxLoop({ sendDue: send, log: (event) => logged.push(event), every: 1_000 }))
const settled = () => vi.waitFor(() => expect(turns).toEqual([]))

test('what waits at the start is sent, turn by turn until nothing is due', async () => {
  turns = [[{ id: 'one' }, { id: 'two' }], [{ id: 'three' }], []]
  start()
  await settled()
  expect(logged).toEqual([{ mail: { id: 'one' } }, { mail: { id: 'two' } }, { mail: { id: 'three' } }])
})

test('the clock looks again by itself', async () => {
  start()
  await vi.waitFor(() => expect(taken).toBe(1))
  turns = [[{ id: 'one' }], []]
  await vi.advanceTimersByTimeAsync(1_000)
  await settled()
  expect(logged).toEqual([{ mail: { id: 'one' } }])
})

test('a nudge does not wait for the clock', async () => {
  const { nudge } = start()
  await vi.waitFor(() => expect(taken).toBe(1))
  turns = [[{ id: 'one' }], []]
  nudge()
  await settled()
  expect(logged).toEqual([{ mail: { id: 'one' } }])
})

test('one turn at a time: a nudge during a turn makes one more after it', async () => {
  let under = 0
  let most = 0
  const releases: (() => void)[] = []
  const { nudge } = start(async () => {
    taken += 1
    most = Math.max(most, (under += 1))
    await new Promise<void>((release) => releases.push(release))
    under -= 1
    return []
  })
  for (let nudges = 0; nudges < 5; nudges += 1) nudge()
  releases.shift()?.()
  await vi.waitFor(() => expect(releases).toHaveLength(1))
  releases.shift()?.()
  await loop?.stop()
  expect({ taken, most }).toEqual({ taken: 2, most: 1 })
})

test('trouble of the store is logged, and the next look is taken all the same', async () => {
  const trouble = new Error('the store is down')
  turns = [trouble]
  start()
  await vi.waitFor(() => expect(logged).toEqual([{ err: trouble }]))
  turns = [[{ id: 'one' }], []]
  await vi.advanceTimersByTimeAsync(1_000)
  await settled()
  expect(logged).toContainEqual({ mail: { id: 'one' } })
})

test('stopping waits for the mails under way and takes no more', async () => {
  let release = (): void => undefined
  let stopped = false
  const { nudge, stop } = start(async () => {
    taken += 1
    await new Promise<void>((resolve) => (release = resolve))
    return [{ id: 'one' }]
  })
  const stopping = stop().then(() => (stopped = true))
  nudge()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stopped).toBe(false)
  release()
  await stopping
  expect(logged).toEqual([{ mail: { id: 'one' } }])
  expect(taken).toBe(1)
})

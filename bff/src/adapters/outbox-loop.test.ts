import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OutboxLoop, startOutboxLoop } from './outbox-loop.ts'

let due: string[]
let trouble: Error | undefined
let taken: number[]
let givenUp: number
let noneIsGivenUp: Error | undefined
let logged: object[]
/** Mails that hang until they are let go. */
let hanging: Map<string, () => void>
let under: number
let most: number
let loop: OutboxLoop | undefined

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  due = []
  trouble = noneIsGivenUp = undefined
  taken = []
  givenUp = 0
  logged = []
  hanging = new Map()
  under = 0
  most = 0
})
afterEach(async () => {
  for (const release of hanging.values()) release()
  await loop?.stop()
  vi.useRealTimers()
})

const send = async (id: string): Promise<object> => {
  most = Math.max(most, (under += 1))
  if (id.startsWith('hangs')) await new Promise<void>((release) => hanging.set(id, release))
  await Promise.resolve()
  under -= 1
  if (id.startsWith('fails')) throw new Error(id)
  return { id }
}
const sendDue = async (upTo: number): Promise<readonly Promise<object>[]> => {
  taken.push(upTo)
  if (trouble !== undefined) throw trouble
  return due.splice(0, upTo).map(send)
}
const giveUp = async (): Promise<void> => {
  givenUp += 1
  if (noneIsGivenUp !== undefined) throw noneIsGivenUp
}
const start = (): OutboxLoop =>
  (loop = startOutboxLoop({ sendDue, giveUp, log: (event) => logged.push(event), slots: 5, every: 1_000 }))
const mails = (...ids: readonly string[]) => ids.map((id) => ({ mail: { id } }))
const isLogged = (...events: readonly object[]) => vi.waitFor(() => expect(logged).toEqual(events))

test('what waits at the start is sent, until nothing is due', async () => {
  due = ['one', 'two', 'three']
  start()
  await isLogged(...mails('one', 'two', 'three'))
})

test('the clock looks again by itself', async () => {
  start()
  await vi.waitFor(() => expect(taken).toEqual([5]))
  due = ['one']
  await vi.advanceTimersByTimeAsync(1_000)
  await isLogged(...mails('one'))
})

test('a nudge does not wait for the clock', async () => {
  const { nudge } = start()
  await vi.waitFor(() => expect(taken).toEqual([5]))
  due = ['one']
  nudge()
  await isLogged(...mails('one'))
})

test('what is past its use is given up by the clock, and not on a nudge', async () => {
  const { nudge } = start()
  await vi.waitFor(() => expect(taken).toEqual([5]))
  nudge()
  await vi.waitFor(() => expect(taken).toEqual([5, 5]))
  expect(givenUp).toBe(1)
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.waitFor(() => expect(taken).toEqual([5, 5, 5]))
  expect(givenUp).toBe(2)
})

test('it is given up also while every slot hangs', async () => {
  due = Array.from({ length: 5 }, (_, index) => `hangs-${index}`)
  start()
  await vi.waitFor(() => expect(hanging.size).toBe(5))
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.waitFor(() => expect(givenUp).toBe(2))
})

test('where none can be given up it is logged, and mails go out by the clock all the same', async () => {
  noneIsGivenUp = new Error('the store is busy')
  start()
  await isLogged({ err: noneIsGivenUp })
  due = ['one']
  await vi.advanceTimersByTimeAsync(1_000)
  await isLogged({ err: noneIsGivenUp }, ...mails('one'), { err: noneIsGivenUp })
})

test('a mail that hangs takes one slot and holds up no other', async () => {
  due = ['hangs', ...Array.from({ length: 20 }, (_, index) => `mail-${index}`)]
  start()
  await vi.waitFor(() => expect(logged).toHaveLength(20))
  expect(JSON.stringify(logged)).not.toContain('hangs')
  hanging.get('hangs')?.()
  await vi.waitFor(() => expect(logged).toHaveLength(21))
})

test('never more at once than there are slots; a slot that comes free is filled at once', async () => {
  due = Array.from({ length: 12 }, (_, index) => `hangs-${index}`)
  start()
  await vi.waitFor(() => expect(hanging.size).toBe(5))
  hanging.get('hangs-0')?.()
  await vi.waitFor(() => expect(hanging.size).toBe(6))
  expect(taken.slice(0, 2)).toEqual([5, 1])
  for (let index = 1; index < 12; index += 1) {
    await vi.waitFor(() => expect(hanging.has(`hangs-${index}`)).toBe(true))
    hanging.get(`hangs-${index}`)?.()
  }
  await vi.waitFor(() => expect(logged).toHaveLength(12))
  expect(most).toBe(5)
})

test('one look is enough where it gives fewer than were asked for, and none follows a mail that is done', async () => {
  const { nudge } = start()
  await vi.waitFor(() => expect(taken).toEqual([5]))
  due = ['one', 'two']
  nudge()
  await isLogged(...mails('one', 'two'))
  await vi.waitFor(() => expect(under).toBe(0))
  expect(taken).toEqual([5, 5])
})

const nudgeForEach = async ({ nudge }: OutboxLoop, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    due.push(id)
    nudge()
    await new Promise(setImmediate)
  }
}
const twenty = Array.from({ length: 20 }, (_, index) => `mail-${index}`)

test('while mail is under way, nudges that come in the same moment share a look', async () => {
  await nudgeForEach(start(), ['hangs', ...twenty])
  await isLogged(...mails(...twenty))
  // Up to four a look; a machine that stands still in the midst makes one or two more.
  expect(taken.length).toBeLessThan(14)
})

test('while none is, a nudge never waits', async () => {
  await nudgeForEach(start(), twenty)
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate)
  expect(logged).toEqual(mails(...twenty))
})

test('one look at a time: nudges during a look make one more after it', async () => {
  let looking = 0
  let atOnce = 0
  const releases: (() => void)[] = []
  loop = startOutboxLoop({
    sendDue: async () => {
      atOnce = Math.max(atOnce, (looking += 1))
      await new Promise<void>((release) => releases.push(release))
      looking -= 1
      return []
    },
    giveUp,
    log: () => undefined,
  })
  await vi.waitFor(() => expect(releases).toHaveLength(1))
  for (let nudges = 0; nudges < 5; nudges += 1) loop.nudge()
  releases.shift()?.()
  await vi.waitFor(() => expect(releases).toHaveLength(1))
  releases.shift()?.()
  await loop.stop()
  expect(atOnce).toBe(1)
})

test('trouble of the store is logged, and it is asked again five seconds later, or at once when mail comes', async () => {
  trouble = new Error('the store is down')
  start()
  await isLogged({ err: trouble })
  const before = { err: trouble }
  trouble = undefined
  due = ['one']
  await vi.advanceTimersByTimeAsync(4_000)
  expect(logged).toEqual([before])
  await vi.advanceTimersByTimeAsync(1_000)
  await isLogged(before, ...mails('one'))
  trouble = new Error('again')
  await vi.advanceTimersByTimeAsync(1_000)
  await isLogged(before, ...mails('one'), { err: new Error('again') })
  trouble = undefined
  due = ['two']
  loop?.nudge()
  await isLogged(before, ...mails('one'), { err: new Error('again') }, ...mails('two'))
})

test('a mail whose fate could not be written down is logged, and its slot is free again', async () => {
  due = Array.from({ length: 5 }, (_, index) => `fails-${index}`)
  const { nudge } = start()
  await vi.waitFor(() => expect(logged).toHaveLength(5))
  expect(logged[0]).toEqual({ err: new Error('fails-0') })
  due = ['one']
  nudge()
  await vi.waitFor(() => expect(logged).toContainEqual({ mail: { id: 'one' } }))
})

test('stopping waits for the mails under way and takes no more', async () => {
  due = ['hangs']
  let stopped = false
  const { nudge, stop } = start()
  await vi.waitFor(() => expect(hanging.size).toBe(1))
  const looks = taken.length
  due = ['one']
  const stopping = stop().then(() => (stopped = true))
  nudge()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stopped).toBe(false)
  hanging.get('hangs')?.()
  await stopping
  expect(logged).toEqual(mails('hangs'))
  expect([taken.length, due]).toEqual([looks, ['one']])
})

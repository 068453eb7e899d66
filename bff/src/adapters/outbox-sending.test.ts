import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { standardSettings } from '../domain/limits.ts'
import { minute, second } from '../ports/durations.ts'
import { aMail } from '../ports/mailer.suite.ts'
import { begin, unique } from '../ports/store-under-test.ts'
import { type SmtpInbox, startSmtpInbox } from '../testing/smtp-inbox.ts'
import { createTestAuthority, type ServerIdentity, type TestAuthority } from '../testing/test-authority.ts'
import { type Delivery, sendDue } from '../use-cases/send-outbox.ts'
import { createKeys, generateKeys } from './keys.ts'
import { createMemoryStore } from './memory-store.ts'
import { startOutboxLoop } from './outbox-loop.ts'
import { createSmtpMailer, type SmtpMailer } from './smtp-mailer.ts'
import { systemChance } from './system.ts'

// The whole way of a mail: the outbox, the loop, its slots and the breaker, to a server on a real line.

const keys = await createKeys(generateKeys())
let authority: TestAuthority
let identity: ServerIdentity
let now: number
let inbox: SmtpInbox
let mailer: SmtpMailer
let store: ReturnType<typeof createMemoryStore>
let loop: ReturnType<typeof startOutboxLoop>
/** Turns of the loop that are over. */
let looks: number
let log: Delivery[]

beforeAll(async () => {
  authority = await createTestAuthority()
  identity = await authority.issue(['localhost'])
})
beforeEach(async () => {
  now = 1_000_000
  log = []
  const clock = { now: () => now }
  inbox = await startSmtpInbox(identity)
  store = createMemoryStore(clock, standardSettings)
  mailer = createSmtpMailer({
    url: `smtp://localhost:${inbox.port}`,
    from: 'muster@portal.example',
    ca: authority.ca,
    connectTimeout: 30_000,
    totalTimeout: 30_000,
    clock,
  })
  const ports = { outbox: store.outbox, mailer, keys, chance: systemChance, isReady: mailer.isReady }
  looks = 0
  const look = async (most: number) => {
    const begun = await sendDue(ports, most)
    looks += 1
    return begun
  }
  loop = startOutboxLoop({
    sendDue: look,
    giveUp: store.outbox.giveUp,
    log: (event) => 'mail' in event && log.push(event.mail),
    every: 20,
  })
})
afterEach(async () => {
  await inbox.stop()
  mailer.close()
  await loop.stop()
})

const queue = async (address: string, usefulFor = 10 * minute): Promise<string> => {
  const id = unique('mail')
  const { stored, enrollment } = await begin({ store, other: store, advance: () => {} })
  const sealed = await keys.seal(JSON.stringify(aMail({ id, to: { name: '', address } })))
  await store.enrollments.save(stored, enrollment, { audit: [], mail: [{ id, sealed, usefulFor }] })
  return id
}
const outcomes = (outcome: string) => log.filter((mail) => mail.outcome === outcome)

test('one mail whose recipient’s server hangs stops none of the others', async () => {
  inbox.behaviour = { recipient: 'silence', towards: 'hangs@corp.example.test' }
  await queue('hangs@corp.example.test')
  for (let index = 0; index < 20; index += 1) await queue(`person-${index}@corp.example.test`)
  loop.nudge()
  await vi.waitFor(() => expect(inbox.mails).toHaveLength(20), 4_000)
  expect(outcomes('deferred')).toEqual([])
})

test('while the server fails mails stay queued, use no tries, and go out when it is back', async () => {
  inbox.behaviour = { data: 'hang-up' }
  for (let index = 0; index < 5; index += 1) await queue(`early-${index}@corp.example.test`)
  loop.nudge()
  await vi.waitFor(() => expect(outcomes('deferred')).toHaveLength(5))
  const late = await queue('late@corp.example.test')
  const before = inbox.connections()
  now += 14 * second
  loop.nudge()
  const seen = looks
  await vi.waitFor(() => expect(looks).toBeGreaterThan(seen + 2))
  expect(inbox.connections()).toBe(before)
  inbox.behaviour = {}
  now += second
  await vi.waitFor(() => expect(inbox.mails).toHaveLength(6))
  await vi.waitFor(() => expect(outcomes('sent')).toContainEqual(expect.objectContaining({ id: late, attempt: 1 })))
  expect(outcomes('failed')).toEqual([])
})

test('past its use a mail that the failing server never saw is not sent any more', async () => {
  inbox.behaviour = { data: 'hang-up' }
  for (let index = 0; index < 5; index += 1) await queue(`early-${index}@corp.example.test`)
  loop.nudge()
  await vi.waitFor(() => expect(outcomes('deferred')).toHaveLength(5))
  await queue('late@corp.example.test', minute)
  inbox.behaviour = {}
  now += 2 * minute
  await vi.waitFor(() => expect(inbox.mails).toHaveLength(5))
  expect(JSON.stringify(inbox.mails.map(({ recipients }) => recipients))).not.toContain('late')
})

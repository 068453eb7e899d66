import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { generateKeys } from './adapters/keys.ts'
import { createMemoryNeighbours } from './adapters/memory-neighbours.ts'
import { postgresDialect } from './adapters/postgres-dialect.ts'
import { relayCalls } from './adapters/relay-calls.ts'
import { answerOfRelay, askOfRelay } from './adapters/relay-ends.ts'
import { freshRelayFiles, type RelayFiles } from './adapters/relay-files.ts'
import { relayHandlers } from './adapters/relay-service.ts'
import { openStore } from './adapters/sql-open.ts'
import { systemChance, systemClock } from './adapters/system.ts'
import { type Bindings, createWorker } from './edge-worker.ts'
import { openBrowser } from './testing/browser.ts'
import { cellAccount, cells, directoryPassword, examplePeople } from './testing/example-world.ts'
import { newKey } from './testing/person-answers.ts'

const origin = 'https://portal.example.test'
const server = process.env['MUSTER_TEST_POSTGRES_URL']

type Line = { readonly level: string; readonly event: Readonly<Record<string, unknown>>; readonly words: string }

/** A Worker in an isolate of its own, between a relay and a database; requests end when all that they left is done. */
const startWorker = (bindings: Bindings, fetch: typeof globalThis.fetch) => {
  const lines: Line[] = []
  const at =
    (level: string) =>
    (event: object, words = '') =>
      void lines.push({ level, event: { ...event }, words })
  const worker = createWorker({ fetch, log: { info: at('info'), warn: at('warn'), error: at('error') } })
  const rests: Promise<unknown>[] = []
  const context = { waitUntil: (rest: Promise<unknown>) => void rests.push(rest) }
  return {
    lines,
    settle: () => Promise.all(rests),
    scheduled: () => worker.scheduled({}, bindings, context),
    app: { request: (url: string, init?: RequestInit) => worker.fetch(new Request(url, init), bindings, context) },
  }
}

const unreachable = () => Promise.reject(new TypeError('nobody is there'))

describe('a Worker that is told wrong', () => {
  test('answers 503 with the words of any trouble, and logs the name of what is wrong', async () => {
    const { app, lines } = startWorker({ MUSTER_ORIGIN: 'enroll' }, unreachable)
    const answer = await app.request(`${origin}/api/accounts/new-ad-1`)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toMatchObject({
      code: 'unavailable',
      reference: expect.stringMatching(/^\w{4}-\w{4}$/),
    })
    expect(String(lines[0]?.event['err'])).toContain('MUSTER_KEYS: is not set')
  })
})

if (server === undefined) {
  test('the portal on workerd: set MUSTER_TEST_POSTGRES_URL or run npm test', () => {
    expect.fail('there is no PostgreSQL to test against')
  })
} else {
  const database = `muster_edge_${process.pid}`
  const onDatabase = new URL(server)
  onDatabase.pathname = `/${database}`
  const url = onDatabase.href
  const neighbours = createMemoryNeighbours(examplePeople())
  let admin: Kysely<unknown>
  let files: RelayFiles
  let toRelay: (request: Request) => Promise<Response>
  let isThere = true
  let bindings: Bindings

  beforeAll(async () => {
    admin = new Kysely<unknown>({ dialect: postgresDialect(server) })
    await sql`create database ${sql.ref(database)}`.execute(admin)
    files = await freshRelayFiles({ relay: 'https://relay.example.test', portal: origin })
    toRelay = answerOfRelay(files.relay, {
      handlers: relayHandlers({
        ...neighbours,
        mailer: { ...neighbours.mailer, isReady: async () => true },
        look: async () => true,
      }),
      clock: systemClock,
      refused: (reason) => expect.fail(reason),
      failed: (error) => expect.fail(String(error)),
    })
    bindings = {
      MUSTER_PROFILE: 'demo',
      MUSTER_ORIGIN: origin,
      MUSTER_TRUSTED_PROXIES: '127.0.0.1/32',
      MUSTER_SMTP_FROM: 'Muster <no-reply@corp.example.test>',
      MUSTER_KEYS: JSON.stringify(generateKeys()),
      MUSTER_RELAY: JSON.stringify(files.portal),
      MUSTER_STORE: url,
    }
  })
  afterAll(async () => {
    await sql`drop database ${sql.ref(database)} with (force)`.execute(admin)
    await admin.destroy()
  })
  beforeEach(() => void (isThere = true))

  const throughRelay: typeof globalThis.fetch = (target, init) =>
    isThere ? toRelay(new Request(target, init)) : unreachable()

  test('without its tables nothing is answered', async () => {
    const { app, lines } = startWorker(bindings, throughRelay)
    const answer = await app.request(`${origin}/api/accounts/new-ad-1`)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(String(lines[0]?.event['err'])).toContain('run "muster migrate"')
  })

  describe('over a store with accounts', () => {
    beforeAll(async () => {
      const store = await openStore({ url })
      await store.migrate()
      await store.administration.claimProfile('demo')
      await store.administration.applyAccounts(cells.map((cell) => cellAccount(cell)))
      await store.close()
    })

    test('AD and a code by mail: the mail is sent after the answer, through the relay', async () => {
      const worker = startWorker(bindings, throughRelay)
      const browser = openBrowser({ app: worker.app, origin })
      const { reference } = await browser.step('identify', '', { account: 'new-ad-2' })
      await browser.step('password', '/identity', { username: 'ana', domain: '' })
      await browser.step('email-code', '/password', { password: directoryPassword })
      await worker.settle()
      const code = /\d{8}/.exec(neighbours.mails[0]?.subject ?? '')?.[0] ?? 'no mail'
      await browser.step('device', '/email-code', { code })
      const done = await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
      expect(done.factors.counted).toBe(2)
      await worker.settle()
      // What only tells of the device waits for the relay's next call.
      expect(neighbours.mails).toHaveLength(1)
      expect(worker.lines.filter(({ level }) => level !== 'info')).toEqual([])
      expect(worker.lines.map(({ event }) => event)).toEqual(
        Array.from({ length: worker.lines.length }, () => expect.objectContaining({ reference })),
      )
      expect(worker.lines.filter(({ event }) => 'route' in event)).toHaveLength(5)
    })

    test('an enrollment goes on in another isolate', async () => {
      const browser = openBrowser({ app: startWorker(bindings, throughRelay).app, origin })
      await browser.step('identify', '', { account: 'new-ad-1' })
      const elsewhere = openBrowser({ app: startWorker(bindings, throughRelay).app, origin })
      elsewhere.cookie = browser.cookie
      await elsewhere.step('password', '/identity', { username: 'ana', domain: '' })
    })

    test('a relay that is not there costs nobody a try, and is said to be away', async () => {
      const worker = startWorker(bindings, throughRelay)
      const browser = openBrowser({ app: worker.app, origin })
      const { reference } = await browser.step('identify', '', { account: 'new-ad-1' })
      await browser.step('password', '/identity', { username: 'ben', domain: '' })
      isThere = false
      for (let tried = 0; tried < 12; tried += 1)
        expect(await browser.problem('/password', { password: directoryPassword })).toMatchObject({
          code: 'unavailable',
        })
      expect(worker.lines.slice(-2)).toMatchObject([
        { level: 'warn', words: 'the relay did not answer', event: { reference } },
        { level: 'info', words: 'answered', event: { reference, code: 'unavailable' } },
      ])
      isThere = true
      await browser.step('device', '/password', { password: directoryPassword })
    })

    test('the relay’s call sends what waits, and nobody else’s does', async () => {
      const db = new Kysely<unknown>({ dialect: postgresDialect(url) })
      await sql`delete from outbox`.execute(db)
      const worker = startWorker(bindings, throughRelay)
      const browser = openBrowser({ app: worker.app, origin })
      await browser.step('identify', '', { account: 'new-ad-2' })
      await browser.step('password', '/identity', { username: 'ben', domain: '' })
      neighbours.down.mailer = true
      await browser.step('email-code', '/password', { password: directoryPassword })
      await worker.settle()
      neighbours.down.mailer = false
      await sql`update outbox set due_at = 0`.execute(db)
      await db.destroy()
      const fetch: typeof globalThis.fetch = (target, init) => worker.app.request(new Request(target).url, init)
      const runtime = { fetch, clock: systemClock, chance: systemChance, neverConnected: () => false }
      const { path, patience } = relayCalls.tend
      expect(await askOfRelay(files.relay, origin, runtime)(path, { upkeep: true }, patience)).toMatchObject({
        kind: 'answered',
        answer: { mails: 1, more: false },
      })
      expect(neighbours.mails[0]?.to.address).toBe('ben@corp.example.test')
      const stranger = await freshRelayFiles({ relay: 'https://relay.example.test', portal: origin })
      expect(await askOfRelay(stranger.relay, origin, runtime)(path, { upkeep: true }, patience)).toMatchObject({
        kind: 'lost',
      })
    })

    test('by the clock the audit is sealed', async () => {
      const worker = startWorker(bindings, throughRelay)
      await worker.scheduled()
      await worker.settle()
      expect(worker.lines).toEqual([{ level: 'info', event: { tended: { mails: 0, more: false } }, words: '' }])
      const store = await openStore({ url })
      expect(await store.audit.verify()).toMatchObject({ kind: 'whole', unsealed: { count: 0 } })
      await store.close()
    })

    test('a production Worker refuses the store of a demonstration', async () => {
      const { MUSTER_PROFILE: _, ...production } = bindings
      const { app, lines } = startWorker(production, throughRelay)
      expect((await app.request(`${origin}/api/accounts/new-ad-1`)).status).toBe(503)
      expect(String(lines[0]?.event['err'])).toContain('profile')
    })

    test('who calls is the platform’s word, and a proxy’s only where it is trusted', async () => {
      const worker = startWorker({ ...bindings, MUSTER_DEMO_LIMITS: 'production' }, throughRelay)
      const open = (headers: Record<string, string>) =>
        openBrowser({ app: worker.app, origin }).send('POST', '/api/enrollment', { account: 'new-ad-1' }, headers)
      const statuses = async (headers: (turn: number) => Record<string, string>) => {
        const answers = []
        for (let turn = 0; turn < 40; turn += 1) answers.push((await open(headers(turn))).status)
        return new Set(answers)
      }
      const stranger = (turn: number) => ({ 'cf-connecting-ip': '198.51.100.7', 'x-forwarded-for': `192.0.2.${turn}` })
      const proxied = (turn: number) => ({ 'cf-connecting-ip': '127.0.0.1', 'x-forwarded-for': `192.0.2.${turn}` })
      expect(await statuses(stranger)).toContain(429)
      expect(await statuses(proxied)).toEqual(new Set([201]))
    })
  })
}

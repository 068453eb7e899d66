import { sql } from 'kysely'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anAccount } from '../ports/store-fixtures.ts'
import { begin } from '../ports/store-under-test.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { auditTamperingSuite } from './audit-tampering.suite.ts'
import { backlogSuite } from './sql-backlog.suite.ts'
import { openSession, openStore, type StoreOptions } from './sql-open.ts'
import { type SqlStore, storeOver } from './sql-store.ts'
import { storeSuites } from './store-suites.ts'

let folder = ''
let files = 0
const opened: SqlStore[] = []

const open = async (options: StoreOptions): Promise<SqlStore> => {
  const store = await openStore(options)
  opened.push(store)
  return store
}
const freshUrl = (): string => `sqlite:${join(folder, `${(files += 1)}.sqlite`)}`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-sqlite-'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

storeSuites(async () => {
  let offset = 0
  const store = await open({ url: freshUrl(), clockOffset: () => offset })
  await store.migrate()
  // One process has one connection: a second one would wait in the very thread that it waits for.
  return { store, other: store, advance: (ms) => void (offset += ms) }
})

backlogSuite(async () => {
  let offset = 0
  const store = await open({ url: freshUrl(), clockOffset: () => offset })
  await store.migrate()
  return { store, other: store, advance: (ms) => void (offset += ms) }
})

auditTamperingSuite(async () => {
  const session = openSession(freshUrl(), 'server', () => 0)
  const store = storeOver(session)
  opened.push(store)
  await store.migrate()
  return {
    under: { store, other: store, advance: () => {} },
    tamper: async (statement) => void (await sql.raw(statement).execute(session.db)),
  }
})

test('retention takes all that is over, however much it is, and nothing else', async () => {
  const session = openSession(freshUrl(), 'server', () => 0)
  const store = storeOver(session)
  opened.push(store)
  await store.migrate()
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 5001)
    insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
    select 'registrations-per-user', i, case when i % 2500 = 0 then 99999999999999 else i end, 1, 1 from n`.execute(
    session.db,
  )
  await store.prune()
  expect((await sql`select key from rate_limit order by key`.execute(session.db)).rows).toEqual([
    { key: '2500' },
    { key: '5000' },
  ])
})

test('a batch of a long unsealed tail takes no longer than one of a short', async () => {
  const session = openSession(freshUrl(), 'server', () => 0)
  const store = storeOver(session)
  opened.push(store)
  await store.migrate()
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
    insert into audit (at, account_id, type, data) select i, 'acme', 'code.wrong', '{}' from n`.execute(session.db)
  // Some ten milliseconds; half a minute where each of the batch's lines is looked for in the whole tail.
  expect(await store.audit.seal(200)).toBe(200)
})

/** Another process at work on a store, until its standard input ends. It prints a line a word. */
const elsewhere = (script: string) => {
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const words = async (): Promise<string> => String((await once(child.stdout, 'data'))[0]).trim()
  return {
    words,
    end: async () => {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
const storeModule = JSON.stringify(new URL('./sql-open.ts', import.meta.url).href)
const script = (body: string): string =>
  `import { openStore } from ${storeModule}\n${body}\nsetInterval(() => {}, 1000)`

describe('one SQLite file', () => {
  test('serves one server: a second one is refused with words, in this process or another', async () => {
    const url = freshUrl()
    await open({ url })
    await expect(openStore({ url })).rejects.toThrow('another Muster server')
    const second = elsewhere(
      script(
        `try { await openStore({ url: ${JSON.stringify(url)} }); console.log('opened') } catch (error) { console.log(error.name, error.message) }`,
      ),
    )
    try {
      expect(await second.words()).toMatch(/^StoreUnavailable another Muster server has the store .* open/)
    } finally {
      await second.end()
    }
  })

  test('is free again after its server was killed, with all that was acknowledged', async () => {
    const url = freshUrl()
    const killed = elsewhere(
      script(`const store = await openStore({ url: ${JSON.stringify(url)} })
        await store.migrate()
        await store.limiter.take(['registrations-per-user'], 'ana')
        await store.administration.applyAccounts([${JSON.stringify(anAccount('acme'))}])
        console.log('acknowledged')
        // Nobody refers to the store any more: the lock must stay all the same.
        setTimeout(() => { globalThis.gc(); console.log('collected') }, 50)`),
    )
    expect(await killed.words()).toBe('acknowledged')
    expect(await killed.words()).toBe('collected')
    await expect(openStore({ url })).rejects.toThrow('another Muster server')
    await killed.end()
    const store = await open({ url })
    expect((await store.accounts.find('acme'))?.id).toBe('acme')
  })

  test('lets an operator change accounts while the server works in another process', async () => {
    const url = freshUrl()
    const server = elsewhere(
      script(`const store = await openStore({ url: ${JSON.stringify(url)} })
        await store.migrate()
        console.log('ready')
        for (let index = 0; ; index += 1) {
          await store.limiter.take(['start-per-address-hour'], String(index))
          const account = await store.accounts.find('acme')
          if (account !== undefined) { console.log(account.name); break }
        }`),
    )
    try {
      expect(await server.words()).toBe('ready')
      const operator = await open({ url, role: 'operator' })
      const seen = server.words()
      await operator.administration.applyAccounts([anAccount('acme', { name: 'Applied beside the server' })])
      expect(await seen).toBe('Applied beside the server')
    } finally {
      await server.end()
    }
  })

  test('is waited for by an operator where a server at full load leaves little room', async () => {
    const url = freshUrl()
    const store = await open({ url })
    await store.migrate()
    const busy = elsewhere(
      `import { DatabaseSync } from 'node:sqlite'
       const database = new DatabaseSync(${JSON.stringify(url.slice('sqlite:'.length))})
       database.exec('BEGIN IMMEDIATE'); console.log('held'); setTimeout(() => database.exec('COMMIT'), 1500)`,
    )
    try {
      expect(await busy.words()).toBe('held')
      const operator = await open({ url, role: 'operator' })
      await operator.administration.applyAccounts([anAccount('acme', { name: 'Applied at last' })])
      expect((await store.accounts.find('acme'))?.name).toBe('Applied at last')
    } finally {
      await busy.end()
    }
  })

  test('is not made by an operator’s slip of the pen', async () => {
    await expect(openStore({ url: freshUrl(), role: 'operator' })).rejects.toThrow('muster migrate')
  })
})

describe('trouble with a SQLite file', () => {
  test('another process that holds the write lock too long is the store’s unavailability, and passes', async () => {
    const url = freshUrl()
    const store = await open({ url })
    await store.migrate()
    const { stored, enrollment, cookie } = await begin({ store, other: store, advance: () => {} })
    await store.enrollments.save(stored, enrollment, { audit: [], rotate: { cookieDigest: 'next', grace: 60_000 } })
    const holder = elsewhere(
      `import { DatabaseSync } from 'node:sqlite'
       const database = new DatabaseSync(${JSON.stringify(url.slice('sqlite:'.length))})
       database.exec('BEGIN IMMEDIATE'); console.log('held'); setInterval(() => {}, 1000)`,
    )
    try {
      expect(await holder.words()).toBe('held')
      await expect(store.limiter.take(['registrations-per-user'], 'ana')).rejects.toThrow(StoreUnavailable)
      await expect(store.ready()).rejects.toThrow('locked by another process')
      // Readers are not refused, not even the first to show a new cookie: the one before ends when it can.
      expect(await store.accounts.find('acme')).toBeUndefined()
      expect(await store.enrollments.load('next')).toMatchObject({ rotation: 1 })
      expect(await store.enrollments.load(cookie)).toMatchObject({ rotation: 1 })
    } finally {
      await holder.end()
    }
    await store.enrollments.load('next')
    expect(await store.enrollments.load(cookie)).toBeUndefined()
    expect(await store.limiter.take(['registrations-per-user'], 'ana')).toEqual({ ok: true })
  })

  test('a full disk is the store’s unavailability: nothing is half written, reads go on, and it passes', async () => {
    const session = openSession(freshUrl(), 'server', () => 0)
    const store = storeOver(session)
    opened.push(store)
    await store.migrate()
    // A page limit on its connection is what a full disk looks like to SQLite.
    const limitPages = (most: number) => sql`pragma max_page_count = ${sql.lit(most)}`.execute(session.db)
    const { stored, enrollment, cookie } = await begin({ store, other: store, advance: () => {} })
    await limitPages(1)
    const sealed = 'x'.repeat(200_000)
    const saving = () =>
      store.enrollments.save(stored, enrollment, { audit: [], mail: [{ id: 'mail', sealed, usefulFor: 1000 }] })
    await expect(saving()).rejects.toThrow('no room left')
    expect(await store.enrollments.load(cookie)).toMatchObject({ version: stored.version })
    await limitPages(1_000_000)
    expect(await saving()).toMatchObject({ kind: 'saved' })
  })

  test('a file that can only be read is the store’s unavailability: reads go on, and it passes', async () => {
    const session = openSession(freshUrl(), 'server', () => 0)
    const store = storeOver(session)
    opened.push(store)
    await store.migrate()
    // SQLite answers so to a file or a disk that was made read-only, too.
    const readOnly = (on: 0 | 1) => sql`pragma query_only = ${sql.lit(on)}`.execute(session.db)
    const { stored, enrollment, cookie } = await begin({ store, other: store, advance: () => {} })
    const saving = () => store.enrollments.save(stored, enrollment, { audit: [] })
    await readOnly(1)
    await expect(saving()).rejects.toThrow('is read-only')
    await expect(store.ready()).rejects.toThrow(StoreUnavailable)
    expect(await store.enrollments.load(cookie)).toMatchObject({ version: stored.version })
    await readOnly(0)
    expect(await saving()).toMatchObject({ kind: 'saved' })
    expect(await store.ready()).toBeGreaterThan(0)
  })

  test('a mail that a killed server was sending is due as soon as its successor begins', async () => {
    const url = freshUrl()
    const before = await openStore({ url })
    await before.migrate()
    const { stored, enrollment } = await begin({ store: before, other: before, advance: () => {} })
    const mail = [{ id: 'm1', sealed: 'sealed', usefulFor: 600_000 }]
    await before.enrollments.save(stored, enrollment, { audit: [], mail })
    expect(await before.outbox.due(5, 30_000)).toHaveLength(1)
    await before.close()
    const after = await open({ url })
    expect(await after.outbox.due(5, 30_000)).toEqual([])
    await after.takeOver()
    expect(await after.outbox.due(5, 30_000)).toMatchObject([{ id: 'm1', attempt: 2 }])
  })

  test('a file that is no database is refused with words', async () => {
    const url = `sqlite:${import.meta.filename}`
    await expect(openStore({ url, role: 'operator' })).rejects.toThrow('is not a SQLite database')
  })

  test('a folder that is not there is refused with words', async () => {
    await expect(openStore({ url: `sqlite:${join(folder, 'none', 'x.sqlite')}` })).rejects.toThrow('cannot be opened')
  })

  test('tables of an older program are named, until they are migrated', async () => {
    const store = await open({ url: freshUrl() })
    await expect(store.ready()).rejects.toThrow('0001-tables')
    expect(await store.migrate()).toEqual([
      '0001-tables',
      '0002-audit-seal',
      '0003-settled-tries',
      '0004-hand-overs',
      '0005-retention',
      '0006-restored',
      '0007-sparse-indexes',
    ])
    expect(await store.migrate()).toEqual([])
    expect(await store.ready()).toBeGreaterThan(0)
  })
})

import { execFile } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { musterCommand } from '@muster/demo/world/muster-command'
import { domain } from '@muster/demo/world/people'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../crash/browser.ts'
import { createChance } from '../crash/chance.ts'
import { checkStore } from '../crash/check-store.ts'
import { passwordOfAll } from '../crash/crowd.ts'
import { type LoadArena, startLoadArena } from '../crash/load-arena.ts'
import { type Load, startLoad } from '../crash/load.ts'
import { keepAliveWire } from '../crash/wire.ts'
import { mountSmallDisk } from '../world/small-disk.ts'

const root = join(import.meta.dirname, '../..')

let world: LoadArena
let folder: string
let wire: ReturnType<typeof keepAliveWire>
beforeAll(async () => {
  world = await startLoadArena({ name: 'backup', engine: 'sqlite', directory: 'simulated' })
  wire = keepAliveWire(() => world.arena.portal.origin)
  folder = join(root, '.test/backup/backups')
})
afterAll(async () => {
  wire.close()
  await world.stop()
})
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
})

const at = (name: string): string => join(folder, name)
const back = (file: string) => world.arena.runMuster(['backup', file])
/** Restores to a place of its own, or in place of the portal's store. */
const restore = (file: string, store: string, ...more: readonly string[]) =>
  musterCommand(root, { MUSTER_PROFILE: 'demo', MUSTER_STORE: store })([
    'restore',
    file,
    '--keys',
    world.arena.files.keys,
    ...more,
  ])

const count = (file: string, from: string): number => {
  const database = new DatabaseSync(file, { readOnly: true })
  const { many } = database.prepare(`select count(*) as many from ${from}`).get() ?? {}
  database.close()
  return Number(many)
}

const begin = (seed: number): Load => {
  const { arena, enrollees } = world
  const { origin, mailbox } = arena
  return startLoad({ origin, mailbox, keys: arena.entra.keys, wire, enrollees, chance: createChance(seed) })
}

describe('beside a server that writes', () => {
  let load: Load
  beforeEach(() => {
    load = begin(Date.now() % 1_000_000)
  })
  afterEach(async () => {
    await load.stop()
    expect(load.journal.complaints).toEqual([])
  })

  test('a backup has all that was acknowledged before it began, and breaks no rule; nor does what is restored of it', async () => {
    for (let round = 1; round <= 3; round += 1) {
      await pause(600)
      const acknowledged = load.journal.entries()
      expect(await back(at(`b${round}`))).toMatchObject({ code: 0 })
      const copy = await checkStore(`sqlite:${at(`b${round}`)}`, acknowledged)
      expect(copy.broken).toEqual([])

      const restored = at(`r${round}.sqlite`)
      expect(await restore(at(`b${round}`), `sqlite:${restored}`)).toMatchObject({ code: 0 })
      const { broken, devices } = await checkStore(`sqlite:${restored}`, acknowledged)
      // The codes that somebody waited for are void now.
      expect(broken.filter((rule) => !rule.startsWith('a code that is asked for can be used'))).toEqual([])
      expect(devices).toBe(copy.devices)
      for (const inFlight of [
        'enrollment where cookie_digest is not null or previous_cookie_digest is not null',
        'one_time_code where used_at is null',
        "outbox where delivery in ('queued', 'delayed')",
        'hand_over',
        'watcher',
      ])
        expect(count(restored, inFlight), inFlight).toBe(0)
      expect(count(restored, "audit where type = 'store.restored'")).toBe(1)
    }
    expect(load.sorry).toBe(0)
    expect(count(at('b3'), 'device')).toBeGreaterThan(0)
  })

  test('a backup that is killed in the middle leaves no file of its name', async () => {
    const store = world.arena.store.slice('sqlite:'.length)
    const database = new DatabaseSync(store, { timeout: 5_000 })
    // Long enough under way to be met there.
    database.exec('create table ballast (bytes blob)')
    for (let part = 0; part < 40; part += 1) database.exec('insert into ballast values (randomblob(1000000))')
    database.close()
    try {
      const env = { MUSTER_STORE: world.arena.store, MUSTER_PROFILE: 'demo' }
      const child = execFile(process.execPath, [join(root, 'bff/src/muster.ts'), 'backup', at('killed')], { env })
      const ended = new Promise((resolve) => void child.once('close', resolve))
      await expect
        .poll(async () => (await readdir(folder)).some((name) => name.endsWith('.partial')), {
          interval: 1,
          timeout: 30_000,
        })
        .toBe(true)
      child.kill('SIGKILL')
      await ended
      expect(child.signalCode).toBe('SIGKILL')
      for (const name of await readdir(folder)) expect(name).toMatch(/^killed\.\d+\.partial(-journal)?$/)
      // What lies there holds nobody up.
      expect(await back(at('killed'))).toMatchObject({ code: 0 })
      expect((await checkStore(`sqlite:${at('killed')}`, [])).broken).toEqual([])
    } finally {
      const again = new DatabaseSync(store, { timeout: 5_000 })
      again.exec('drop table ballast')
      again.close()
    }
  })

  test('a full disk: told in words, nothing left there, and the server works on', async () => {
    const disk = await mountSmallDisk(1)
    try {
      await disk.fill()
      const { code, stderr } = await back(join(disk.folder, 'b1'))
      expect(code).toBe(1)
      expect(stderr).toContain('has no room left on its disk')
      expect(await readdir(disk.folder)).toEqual(['filler'])
    } finally {
      await disk.stop()
    }
    const before = load.requests
    await expect.poll(() => load.requests, { timeout: 60_000 }).toBeGreaterThan(before + 20)
    expect(load.sorry).toBe(0)
  })
})

test('the portal on a restored store: old cookies are nobody’s, passwords wait, and then people enroll', async () => {
  const { arena } = world
  const load = begin(7)
  const browserOf = (address: string) => createBrowser({ origin: arena.origin, wire, address })
  const old = browserOf('198.51.100.1')
  expect(await old.open('new-ad-1')).toMatchObject({ kind: 'step' })
  expect(await back(at('b1'))).toMatchObject({ code: 0 })
  await load.stop()
  const here = arena.store
  expect(await restore(at('b1'), here, '--replace')).toMatchObject({ code: 1 })
  await arena.portal.end()

  expect(await restore(at('b1'), here, '--replace')).toMatchObject({ code: 0 })
  await arena.portal.start()
  expect(await old.current()).toMatchObject({ kind: 'problem', code: 'no-enrollment' })
  const fresh = browserOf('198.51.100.2')
  await fresh.open('new-ad-1')
  const [somebody] = world.enrollees
  await fresh.submit('identity', { username: somebody?.username, domain: domain.name })
  expect(await fresh.submit('password', { password: passwordOfAll })).toMatchObject({ code: 'too-many-requests' })

  await arena.portal.end()
  const longAgo = '2026-01-01'
  expect(await restore(at('b1'), here, '--replace', '--last-served', longAgo)).toMatchObject({ code: 0 })
  await arena.portal.start()
  const again = begin(8)
  const devices = count(here.slice('sqlite:'.length), 'device')
  await expect
    .poll(() => count(here.slice('sqlite:'.length), 'device'), { timeout: 60_000 })
    .toBeGreaterThan(devices + 3)
  await again.stop()
  expect(again.journal.complaints).toEqual([])
})

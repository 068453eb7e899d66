import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Secret } from '../domain/secret.ts'
import type { BreakerEvent } from '../ports/breaker-event.ts'
import type { AccountDirectory } from '../ports/directory.ts'
import { portOf } from '../testing/port-of.ts'
import {
  type ScriptedAnswer,
  type ScriptedLdapServer,
  startScriptedLdapServer,
} from '../testing/scripted-ldap-server.ts'
import { createTestAuthority, type ServerIdentity, type TestAuthority } from '../testing/test-authority.ts'
import { createControllers } from './ldap-controllers.ts'
import { createLdapDirectory, type LdapOptions } from './ldap-directory.ts'
import { anyHosts } from './permitted-hosts.ts'

const second = 1_000
const refused = { code: 49, diagnostic: 'AcceptSecurityContext error, data 52e, v1db1' }
const notSent = { kind: 'unavailable', asked: false }
const rejected = { kind: 'rejected' }
const lost = { kind: 'unavailable', asked: true }

const all = <T>(length: number, result: T): readonly T[] => Array.from({ length }, () => result)

let authority: TestAuthority
let good: ServerIdentity
let now: number
let events: BreakerEvent[]
const endings: (() => unknown)[] = []

beforeAll(async () => {
  authority = await createTestAuthority()
  good = await authority.issue(['localhost'])
})
beforeEach(() => {
  now = 5_000_000
  events = []
})
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

/** A controller whose answers a test may change: `says.bind`, `says.search`. */
const startController = async (bind: ScriptedAnswer = refused) => {
  const says: { bind: ScriptedAnswer; search: ScriptedAnswer } = { bind, search: { code: 0 } }
  const server: ScriptedLdapServer = await startScriptedLdapServer(good, (operation) =>
    operation === 'modify' ? 'hang-up' : says[operation],
  )
  endings.push(() => server.stop())
  const count = (operation: string) => server.asked.filter((one) => one.operation === operation).length
  return { ...server, says, binds: () => count('bind'), searches: () => count('search') }
}

/** A port that takes connections and never says anything. `port` 0: any. */
const startSilence = async (port = 0) => {
  let connections = 0
  const server: Server = createServer((socket) => {
    connections += 1
    socket.on('error', () => undefined)
    endings.push(() => socket.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  endings.push(() => void server.close())
  return { url: `ldaps://localhost:${portOf(server)}`, connections: () => connections }
}
/** A port on which nobody listens any more. */
const deadPort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

const ldapDirectory = (options: Partial<LdapOptions> = {}) =>
  createLdapDirectory({
    hosts: anyHosts,
    times: { connect: 400, total: 800 },
    clock: { now: () => now },
    onBreaker: (event) => events.push(event),
    ...options,
  })
const directoryWith = (options: Partial<LdapOptions> = {}, directory = ldapDirectory(options)) => {
  return (settings: AccountDirectory, name = 'ana') =>
    directory.verifyPassword(settings, `${name}@corp.example.test`, new Secret('right'))
}
const settingsOf = (accountId: string, ...urls: string[]): AccountDirectory => ({
  accountId,
  id: 'corp',
  urls,
  ca: authority.ca,
})

const repeat = async <T>(times: number, work: () => Promise<T>): Promise<readonly T[]> => {
  const results: T[] = []
  for (let index = 0; index < times; index += 1) results.push(await work())
  return results
}

describe('the breaker of a directory', () => {
  test.each<[string, ScriptedAnswer, string]>([
    ['hangs up', 'hang-up', 'no answer to the bind'],
    ['is busy', { code: 51 }, 'result 51'],
  ])('opens when five binds in a row find that it %s: then nothing is sent', async (_what, answer, because) => {
    const server = await startController(answer)
    const verify = directoryWith()
    const settings = settingsOf('acme', server.url)
    expect(await repeat(5, () => verify(settings))).toEqual(all(5, lost))
    expect(await repeat(5, () => verify(settings))).toEqual(all(5, notSent))
    expect(server.connections()).toBe(5)
    expect(events).toEqual([{ dependency: 'ldap', accountId: 'acme', state: 'open', because }])
  })

  test('is given up when nobody has asked for a quarter of an hour, as of an account that lost its directory', async () => {
    const directory = ldapDirectory()
    const verify = directoryWith({}, directory)
    const given = settingsOf('acme', `ldaps://localhost:${await deadPort()}`)
    const kept = settingsOf('globex', `ldaps://localhost:${await deadPort()}`)
    await repeat(5, () => verify(given))
    now += 14 * 60 * second
    await repeat(5, () => verify(kept))
    directory.tidy()
    expect(events.map(({ accountId, state }) => [accountId, state])).toEqual([
      ['acme', 'open'],
      ['globex', 'open'],
    ])
    now += 60 * second
    directory.tidy()
    directory.tidy()
    expect(events.slice(2)).toEqual([
      { dependency: 'ldap', accountId: 'acme', state: 'closed', because: 'nobody has asked for it for a while' },
    ])
    // Whoever comes again finds a breaker as new.
    expect(await repeat(5, () => verify(given))).toEqual(all(5, notSent))
    expect(events.slice(3).map(({ accountId, state }) => [accountId, state])).toEqual([['acme', 'open']])
  })

  test('opens when five in a row cannot connect, and its reason names nobody', async () => {
    const verify = directoryWith()
    const settings = settingsOf('acme', `ldaps://localhost:${await deadPort()}`)
    expect(await repeat(6, () => verify(settings, 'ana.secret'))).toEqual(all(6, notSent))
    expect(events).toMatchObject([{ state: 'open', because: expect.stringContaining('ECONNREFUSED') }])
    expect(JSON.stringify(events)).not.toContain('ana')
  })

  test('stays closed whatever passwords are wrong', async () => {
    const server = await startController(refused)
    const verify = directoryWith()
    const settings = settingsOf('acme', server.url)
    expect(await repeat(30, () => verify(settings))).toEqual(all(30, rejected))
    expect(events).toEqual([])
  })

  test('is probed at all controllers at once: a silent one makes nobody wait for a well one', async () => {
    const [silent, well] = [await startController(), await startController()]
    silent.says.search = 'silence'
    const urls = [silent.url, well.url]
    // Longer than this test may take.
    const times = { connect: 600 * second, total: 600 * second }
    const controllers = createControllers({ urls, ca: authority.ca }, times, anyHosts, { now: () => now })
    expect(await controllers.probe()).toBe(true)
    well.says.search = { code: 52 }
    silent.says.search = 'hang-up'
    const ill = createControllers({ urls, ca: authority.ca }, times, anyHosts, { now: () => now })
    expect(await ill.probe()).toBe(false)
  })

  test('is probed after 15 seconds by reading the root entry once, and no name is sent before that succeeds', async () => {
    const server = await startController('hang-up')
    const verify = directoryWith()
    const settings = settingsOf('acme', server.url)
    await repeat(5, () => verify(settings))
    server.says.bind = refused
    now += 15 * second
    const before = server.asked.length
    const many = await Promise.all(Array.from({ length: 8 }, () => verify(settings)))
    expect(many).toEqual(all(8, rejected))
    expect(server.asked.slice(before).map(({ operation }) => operation)).toEqual(['search', ...Array(8).fill('bind')])
    expect(events.map(({ state }) => state)).toEqual(['open', 'closed'])
  })

  test.each<ScriptedAnswer>(['hang-up', 'silence', { code: 52 }])(
    'stays open when the probe is answered with %j, and nobody’s password is sent',
    async (answer) => {
      const server = await startController('hang-up')
      const verify = directoryWith()
      const settings = settingsOf('acme', server.url)
      await repeat(5, () => verify(settings))
      server.says.search = answer
      now += 15 * second
      expect(await Promise.all([verify(settings), verify(settings)])).toEqual([notSent, notSent])
      expect([server.binds(), server.searches()]).toEqual([5, 1])
      now += 15 * second - 1
      expect(await verify(settings)).toEqual(notSent)
      expect(server.searches()).toBe(1)
    },
  )

  test('of one account says nothing of another’s: wrong settings hurt nobody else', async () => {
    const server = await startController(refused)
    const verify = directoryWith()
    const wrong = { ...settingsOf('acme', server.url), ca: (await createTestAuthority()).ca }
    await repeat(6, () => verify(wrong))
    expect(events).toMatchObject([{ accountId: 'acme', state: 'open' }])
    expect(await verify(settingsOf('globex', server.url))).toEqual({ kind: 'rejected' })
  })

  test('of one account leaves another’s calls to the same controller alone', async () => {
    const server = await startController('hang-up')
    const verify = directoryWith()
    await repeat(5, () => verify(settingsOf('acme', server.url)))
    server.says.bind = refused
    expect(await verify(settingsOf('globex', server.url))).toEqual(rejected)
    expect(await verify(settingsOf('acme', server.url))).toEqual(notSent)
  })

  test('begins anew with mended settings, without waiting', async () => {
    const server = await startController(refused)
    const verify = directoryWith()
    await repeat(5, () => verify(settingsOf('acme', `ldaps://localhost:1`)))
    expect(await verify(settingsOf('acme', server.url))).toEqual({ kind: 'rejected' })
    expect(events.map(({ state }) => state)).toEqual(['open', 'closed'])
  })
})

describe('several controllers', () => {
  test('the second takes over, and only the first person meets the dead one', async () => {
    const dead = await startSilence()
    const server = await startController(refused)
    const verify = directoryWith()
    const settings = settingsOf('acme', dead.url, server.url)
    expect(await repeat(6, () => verify(settings))).toEqual(all(6, rejected))
    expect(dead.connections()).toBe(1)
    expect(events).toEqual([])
  })

  test('whether the dead one is back is looked after beside the people, who do not wait for it', async () => {
    const port = await deadPort()
    const server = await startController(refused)
    // Whoever waited for the silent one would wait longer than this test may take.
    const verify = directoryWith({ times: { connect: 60_000, total: 60_000 } })
    const settings = settingsOf('acme', `ldaps://localhost:${port}`, server.url)
    await verify(settings)
    const dead = await startSilence(port)
    now += 15 * second
    expect(await repeat(4, () => verify(settings))).toEqual(all(4, rejected))
    await vi.waitFor(() => expect(dead.connections()).toBe(1))
  })

  test('one that is back is asked first again', async () => {
    const [first, second_] = [await startController('hang-up'), await startController(refused)]
    const verify = directoryWith()
    const settings = settingsOf('acme', first.url, second_.url)
    expect(await verify(settings)).toEqual(lost)
    first.says.bind = refused
    expect(await verify(settings)).toEqual({ kind: 'rejected' })
    expect([first.binds(), second_.binds()]).toEqual([1, 1])
    now += 15 * second
    await verify(settings)
    await vi.waitFor(() => expect(first.searches()).toBe(1))
    await vi.waitFor(async () => {
      await verify(settings)
      expect(first.binds()).toBeGreaterThan(1)
    })
  })

  test('one that takes connections and answers no bind is asked after the others', async () => {
    const [first, other] = [await startController('silence'), await startController(refused)]
    const verify = directoryWith()
    const settings = settingsOf('acme', first.url, other.url)
    expect(await verify(settings)).toEqual(lost)
    expect(await repeat(3, () => verify(settings))).toEqual(all(3, rejected))
    expect(first.binds()).toBe(1)
  })
})

describe('slots', () => {
  test('beyond them one waits a while and then nothing is sent; another account has its own', async () => {
    const [slow, well] = [await startController('silence'), await startController(refused)]
    const verify = directoryWith({ slots: { most: 2, wait: 30 } })
    const three = ['one', 'two', 'three'].map((name) => verify(settingsOf('acme', slow.url), name))
    expect(await verify(settingsOf('globex', well.url))).toEqual({ kind: 'rejected' })
    expect(await Promise.all(three)).toEqual([lost, lost, notSent])
    expect(slow.binds()).toBe(2)
  })

  test('who waited for one sends as soon as it is free', async () => {
    const server = await startController(refused)
    const verify = directoryWith({ slots: { most: 2, wait: 60_000 } })
    const many = Array.from({ length: 20 }, () => verify(settingsOf('acme', server.url)))
    expect(await Promise.all(many)).toEqual(all(20, rejected))
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../domain/secret.ts'
import type { AccountDirectory } from '../ports/directory.ts'
import {
  type Asked,
  type ScriptedAnswer,
  type ScriptedLdapServer,
  startScriptedLdapServer,
} from '../testing/scripted-ldap-server.ts'
import { portOf } from '../testing/port-of.ts'
import { createTestAuthority, type ServerIdentity, type TestAuthority } from '../testing/test-authority.ts'
import { createLdapDirectory } from './ldap-directory.ts'
import { anyHosts } from './permitted-hosts.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-ldap-'))
const passwordFile = join(folder, 'password')
const times = { connect: 400, total: 800 }
const password = new Secret('right')
const ana = 'ana@corp.example.test'
const refused = (code: string) => ({ code: 49, diagnostic: `AcceptSecurityContext error, data ${code}, v1db1` })
const ok = { code: 0 }

let authority: TestAuthority
let good: ServerIdentity
const servers: ScriptedLdapServer[] = []
const silent: Server[] = []

beforeAll(async () => {
  writeFileSync(passwordFile, 'service password')
  authority = await createTestAuthority()
  good = await authority.issue(['localhost'])
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  for (const server of silent.splice(0)) server.close()
})

const start = async (answer: (operation: Asked['operation'], before: number) => ScriptedAnswer, tls = {}) => {
  const server = await startScriptedLdapServer({ ...good, ...tls }, answer)
  servers.push(server)
  return server
}
const settingsFor = (...urls: string[]): AccountDirectory => ({
  accountId: 'acme',
  id: 'corp',
  urls,
  ca: authority.ca,
  passwordChange: { user: 'CN=svc', passwordFile },
})
const verify = (settings: AccountDirectory, secret = password) =>
  createLdapDirectory({ hosts: anyHosts, times }).verifyPassword(settings, ana, secret)
const change = (settings: AccountDirectory) =>
  createLdapDirectory({ hosts: anyHosts, times }).changePassword(settings, ana, password, new Secret('fresh'))

/** A port that takes connections and never says anything. */
const startSilence = async (): Promise<string> => {
  const server = createServer(() => undefined)
  silent.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `ldaps://localhost:${portOf(server)}`
}
const nobodyListens = 'ldaps://localhost:1'

const root = { dn: '', attributes: { defaultNamingContext: 'DC=corp,DC=example,DC=test' } }
const entry = (userPrincipalName: string, mail: string) => ({
  dn: `CN=${mail}`,
  attributes: { userPrincipalName, mail },
})

describe('the connection', () => {
  test.each<[string, () => Promise<object>]>([
    ['a certificate of another authority', async () => (await createTestAuthority()).issue(['localhost'])],
    ['an expired certificate', () => authority.issue(['localhost'], -1)],
    ['a certificate for another host', () => authority.issue(['other.example.test'])],
    ['TLS 1.1', async () => ({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })],
  ])('%s is refused before anything is sent', async (_, tls) => {
    const server = await start(() => ok, await tls())
    expect(await verify(settingsFor(server.url))).toEqual({ kind: 'unavailable', asked: false })
    expect(server.asked).toEqual([])
  })

  test('without an authority of its own the system decides, which does not know a test authority', async () => {
    const server = await start(() => ok)
    const { ca: _, ...settings } = settingsFor(server.url)
    expect(await verify(settings)).toEqual({ kind: 'unavailable', asked: false })
  })

  test('plain ldap: is never used', async () => {
    const server = await start(() => ok)
    expect(await verify(settingsFor(server.url.replace('ldaps:', 'ldap:')))).toEqual({
      kind: 'unavailable',
      asked: false,
    })
    expect(server.connections()).toBe(0)
  })

  test('the next controller is asked when the first cannot be reached', async () => {
    const server = await start((operation) => (operation === 'bind' ? refused('52e') : ok))
    expect(await verify(settingsFor(nobodyListens, server.url))).toEqual({ kind: 'rejected' })
    expect(await verify(settingsFor(await startSilence(), server.url))).toEqual({ kind: 'rejected' })
  })

  test.each<ScriptedAnswer>(['hang-up', 'silence', { code: 51 }])(
    'a controller that was sent the bind and answers %j is the last',
    async (answer) => {
      const first = await start(() => answer)
      const second = await start(() => ok)
      expect(await verify(settingsFor(first.url, second.url))).toEqual({ kind: 'unavailable', asked: true })
      expect(first.asked).toEqual([{ operation: 'bind', connection: 1 }])
      expect(second.connections()).toBe(0)
    },
  )

  test('no controller at all was not asked', async () => {
    expect(await verify(settingsFor(nobodyListens))).toEqual({ kind: 'unavailable', asked: false })
    expect(await verify(settingsFor())).toEqual({ kind: 'unavailable', asked: false })
  })

  test('many silent controllers together take no longer than the total', async () => {
    const urls = await Promise.all(Array.from({ length: 8 }, startSilence))
    const began = performance.now()
    expect(await verify(settingsFor(...urls))).toEqual({ kind: 'unavailable', asked: false })
    expect(performance.now() - began).toBeLessThan(3 * times.total)
  })

  test.each(['', '\0', 'right\0'])('the password %j opens no connection', async (text) => {
    const server = await start(() => ok)
    expect(await verify(settingsFor(server.url), new Secret(text))).toEqual({ kind: 'rejected' })
    expect(server.connections()).toBe(0)
  })
})

describe('a right password', () => {
  test('is asked for once, before any search, and everything goes over one connection', async () => {
    const server = await start((operation, before) =>
      operation === 'search' ? { code: 0, entries: [before === 0 ? root : entry(ana, 'ana@mail.example')] } : ok,
    )
    expect(await verify(settingsFor(server.url))).toEqual({ kind: 'verified', mail: 'ana@mail.example' })
    expect(server.asked.map(({ operation }) => operation)).toEqual(['bind', 'search', 'search'])
    expect(server.connections()).toBe(1)
  })

  test.each<ScriptedAnswer>([{ code: 1 }, { code: 0, entries: [] }])(
    'stays right when the search answers %j',
    async (answer) => {
      const server = await start((operation) => (operation === 'bind' ? ok : answer))
      expect(await verify(settingsFor(server.url))).toEqual({ kind: 'verified' })
    },
  )

  test.each<ScriptedAnswer>(['hang-up', 'silence'])(
    'is no proof of who it is when the search meets %j, and counts against nobody',
    async (answer) => {
      const server = await start((operation) => (operation === 'bind' ? ok : answer))
      expect(await verify(settingsFor(server.url))).toEqual({ kind: 'unavailable', asked: false })
    },
  )

  test('an explicit principal name goes before another person whose account name is the same', async () => {
    const both = [entry('other@corp.example.test', 'other@mail.example'), entry(ana, 'ana@mail.example')]
    const server = await start((operation, before) =>
      operation === 'search' ? { code: 0, entries: before === 0 ? [root] : both } : ok,
    )
    expect(await verify(settingsFor(server.url))).toEqual({ kind: 'verified', mail: 'ana@mail.example' })
  })

  test('the same account name in the controller’s own domain is somebody else, whose address it does not get', async () => {
    const elsewhere = { ...root, attributes: { defaultNamingContext: 'DC=root,DC=example,DC=test' } }
    const server = await start((operation, before) =>
      operation === 'search'
        ? { code: 0, entries: [before === 0 ? elsewhere : entry('ana@root.example.test', 'x@mail.example')] }
        : ok,
    )
    expect(await verify(settingsFor(server.url))).toEqual({ kind: 'verified' })
  })

  test('two entries with one name give no address', async () => {
    const twice = [entry(ana, 'one@mail.example'), entry(ana, 'two@mail.example')]
    const server = await start((operation, before) =>
      operation === 'search' ? { code: 0, entries: before === 0 ? [root] : twice } : ok,
    )
    expect(await verify(settingsFor(server.url))).toEqual({ kind: 'verified' })
  })
})

describe('Microsoft’s own answers', () => {
  test.each([
    ['525', { kind: 'rejected' }],
    ['530', { kind: 'account-state', state: 'sign-in-not-allowed' }],
    ['531', { kind: 'account-state', state: 'sign-in-not-allowed' }],
  ])('data %s', async (code, expected) => {
    const server = await start(() => refused(code))
    expect(await verify(settingsFor(server.url))).toEqual(expected)
  })
})

describe('changing a password', () => {
  /** Binds in their order: the person's old password, the service account, the person's new password. */
  const scripted = (binds: readonly ScriptedAnswer[], modify: ScriptedAnswer) =>
    start((operation, before) => {
      if (operation === 'bind') return binds[before] ?? 'hang-up'
      if (operation === 'modify') return modify
      return { code: 0, entries: [before % 2 === 0 ? root : entry(ana, 'ana@mail.example')] }
    })

  test('that the directory accepted is changed, whatever becomes of the new bind', async () => {
    for (const last of ['hang-up', 'silence', refused('52e'), refused('531')] as const) {
      const server = await scripted([refused('773'), ok, last], ok)
      expect(await change(settingsFor(server.url))).toEqual({ kind: 'accepted' })
    }
  })

  test('whose answer was lost counts when the new password is right', async () => {
    const made = await scripted([refused('773'), ok, ok], 'hang-up')
    expect(await change(settingsFor(made.url))).toMatchObject({ kind: 'changed' })
    const stateTold = await scripted([refused('773'), ok, refused('531')], 'hang-up')
    expect(await change(settingsFor(stateTold.url))).toEqual({ kind: 'accepted' })
  })

  test.each<ScriptedAnswer>([refused('52e'), refused('775'), 'hang-up', 'silence'])(
    'whose answer was lost is no failure either when the new password meets %j: nobody knows',
    async (last) => {
      const server = await scripted([refused('773'), ok, last], 'hang-up')
      expect(await change(settingsFor(server.url))).toEqual({ kind: 'unconfirmed' })
    },
  )

  test('that was never sent stays trouble, and nobody signs in with the new password', async () => {
    const server = await scripted([refused('773'), 'hang-up'], ok)
    expect(await change(settingsFor(server.url))).toEqual({ kind: 'unavailable', asked: false })
    expect(server.asked.filter(({ operation }) => operation === 'bind')).toHaveLength(2)
  })

  test('is checked even where waiting for its answer has used all the time', async () => {
    const server = await scripted([refused('773'), ok, ok], 'silence')
    expect(await change(settingsFor(server.url))).toMatchObject({ kind: 'changed' })
  })

  test('is not sent once the time is over, though each answer came within it', async () => {
    const late = times.total * 0.6
    const server = await scripted(
      [
        { ...refused('773'), after: late },
        { ...ok, after: late },
      ],
      ok,
    )
    expect(await change(settingsFor(server.url))).toEqual({ kind: 'unavailable', asked: false })
    expect(server.asked.some(({ operation }) => operation === 'modify')).toBe(false)
  })

  test.each<[ScriptedAnswer, object]>([
    [{ code: 19, diagnostic: '0000052D: Constraint violation' }, { kind: 'refused' }],
    [{ code: 19, diagnostic: '00000056: AtrErr: DSID-03191083' }, { kind: 'rejected' }],
    [{ code: 53 }, { kind: 'refused' }],
    [{ code: 50 }, { kind: 'unavailable', asked: false }],
  ])('answered with %j', async (answer, expected) => {
    const server = await scripted([refused('532'), ok], answer)
    expect(await change(settingsFor(server.url))).toEqual(expected)
  })

  test('fails as our own trouble when the service account may not sign in', async () => {
    const server = await scripted([refused('532'), refused('52e')], ok)
    expect(await change(settingsFor(server.url))).toEqual({ kind: 'unavailable', asked: false })
    expect(server.asked.some(({ operation }) => operation === 'modify')).toBe(false)
  })

  test('shows a service account’s password that was refused once, however many people come', async () => {
    const fresh = new Secret('fresh')
    let binds = 0
    // Everybody's old password, but for the service account's bind, which comes second on the first call alone.
    const server = await start((operation) => {
      if (operation !== 'bind') return { code: 0, entries: [root] }
      binds += 1
      return refused(binds === 2 ? '52e' : '532')
    })
    const directory = createLdapDirectory({ hosts: anyHosts, times })
    const settings = settingsFor(server.url)
    for (let person = 0; person < 4; person += 1)
      expect(await directory.changePassword(settings, ana, password, fresh)).toEqual({
        kind: 'unavailable',
        asked: false,
      })
    expect(binds).toBe(1 + 4)
    writeFileSync(passwordFile, 'another password')
    await directory.changePassword(settings, ana, password, fresh)
    expect(binds).toBe(1 + 4 + 2)
    writeFileSync(passwordFile, 'service password')
  })

  test('fails as our own trouble when the service account’s password cannot be read', async () => {
    const server = await scripted([refused('532'), ok], ok)
    const settings = {
      ...settingsFor(server.url),
      passwordChange: { user: 'CN=svc', passwordFile: join(folder, 'none') },
    }
    expect(await change(settings)).toEqual({ kind: 'unavailable', asked: false })
    expect(server.asked.filter(({ operation }) => operation === 'bind')).toHaveLength(1)
  })
})

import { connect } from 'node:tls'
import type { ServerCertificate } from '@muster/demo/services/samba'
import type { AccountFile } from '@muster/demo/world/accounts'
import type { PortalClient } from '@muster/demo/world/portal-client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import type { Fault } from '../world/fault-proxy.ts'
import { type LdapTap, startLdapTap } from '../world/ldap-tap.ts'
import { expectTrouble, timed } from '../world/trouble.ts'
import { newBrowser, walk } from '../world/walk.ts'

const password = 'Directory-1!'
const anaBinds = 'ana@corp.example.test'
/** STANDARD 10: to open a connection, and for everything. ms */
const [connectTime, total] = [3_000, 8_000]
const told = { within: total, retryAfter: 60 }

type Trouble = Fault | Exclude<ServerCertificate, 'good'> | 'tls-1.0'
const isFault = (trouble: Trouble): trouble is Fault =>
  ['none', 'refuse', 'silence', 'half-open', 'trickle', 'cut'].includes(trouble)

/** By controller, with how often the person's bind reached it. */
const downs: readonly (readonly [first: Trouble, second: Trouble, binds: readonly [number, number]])[] = [
  ['refuse', 'refuse', [0, 0]],
  ['silence', 'silence', [0, 0]],
  ['expired', 'otherhost', [0, 0]],
  ['otherca', 'tls-1.0', [0, 0]],
  // The bind was sent: nobody else is asked (STANDARD 3.6).
  ['half-open', 'none', [1, 0]],
  ['trickle', 'none', [1, 0]],
  ['cut', 'none', [1, 0]],
]
const passedOver: readonly Trouble[] = ['refuse', 'silence', 'expired', 'otherhost', 'otherca', 'tls-1.0']
const unread: readonly Fault[] = ['half-open', 'cut']
const idOf = (...words: readonly string[]): string => words.join('-').replaceAll('.', '')

let arena: Arena
let well: LdapTap
beforeAll(async () => {
  arena = await startArena({ name: 'fault-ldap', settings: { limits: { 'codes-sent-per-minute': 10 } } })
  well = await startLdapTap(arena.samba)
  // An account of its own for each trouble: what the portal remembers of a directory, it remembers for one account.
  await arena.apply([
    ...arena.accounts(),
    account('well', 'new-ad-1', [well.url]),
    account('direct', 'new-ad-1', arena.samba.urls),
    ...downs.map(([first, second]) => account(idOf('down', first, second), 'new-ad-1')),
    ...passedOver.map((first) => account(idOf('over', first), 'new-ad-1')),
    ...unread.map((fault) => account(idOf('unread', fault), 'new-ad-2')),
  ])
})
afterAll(async () => {
  await well.stop()
  await arena.stop()
})
afterEach(async () => {
  for (const tap of arena.ldap) await trouble(tap, 'none')
})

const account = (id: string, like: string, urls: readonly string[] = arena.ldap.map(({ url }) => url)): AccountFile => {
  const model = arena.accounts().find((one) => one.id === like)
  if (model === undefined) throw new Error(`no account is called ${like}`)
  return { ...model, id, directories: model.directories?.map((directory) => ({ ...directory, urls: [...urls] })) }
}

const trouble = async (tap: LdapTap, what: Trouble): Promise<void> => {
  tap.clear()
  await tap.presentAs(isFault(what) ? 'good' : what)
  await tap.set(isFault(what) ? what : 'none')
}

/** Ana, in a new browser, where her password is asked for. */
const anaAt = async (id: string): Promise<PortalClient> => {
  const browser = newBrowser(arena)
  const { body } = await walk(arena, browser, { account: id, username: 'ana', password }, 'password')
  expect(body).toMatchObject({ kind: 'password' })
  return browser
}
const submit = (browser: PortalClient) => timed(() => browser.submit('password', { password }))
const benElsewhere = () => walk(arena, newBrowser(arena), { account: 'well', username: 'ben', password }, 'device')

/** Both are heard, whatever the other's fate. */
const meanwhile = async (browser: PortalClient) => {
  const [ana, ben] = await Promise.all([submit(browser), benElsewhere()])
  expect(ben.body).toMatchObject({ kind: 'device' })
  return ana
}

describe('no controller serves: trouble is told in time, nobody else is hurt, and it passes by itself', () => {
  test.each(downs)('first %s, second %s', async (first, second, binds) => {
    const browser = await anaAt(idOf('down', first, second))
    const [one, two] = arena.ldap
    await Promise.all([trouble(one, first), trouble(two, second)])
    expectTrouble(await meanwhile(browser), told)
    expect([one.binds, two.binds].map((names) => names.filter((name) => name === anaBinds).length)).toEqual(binds)
    expect((await browser.current()).body).toMatchObject({ kind: 'password', username: 'ana' })
    await Promise.all([trouble(one, 'none'), trouble(two, 'none')])
    expect((await submit(browser)).value.body).toMatchObject({ kind: 'device' })
  })
})

describe('the second controller takes over before anything was sent', () => {
  test.each(passedOver)('first %s', async (first) => {
    const browser = await anaAt(idOf('over', first))
    const [one, two] = arena.ldap
    await trouble(one, first)
    two.clear()
    const { value, ms } = await meanwhile(browser)
    expect(value.body).toMatchObject({ kind: 'device' })
    expect(ms).toBeLessThan(connectTime + 15_000)
    expect([one.binds, two.binds]).toEqual([[], [anaBinds]])
  })
})

test('a careless client would have met TLS 1.0', async () => {
  const [tap] = arena.ldap
  await trouble(tap, 'tls-1.0')
  const version = await new Promise((resolve, reject) => {
    const socket = connect(
      {
        port: tap.port,
        host: '127.0.0.1',
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1',
        ciphers: 'DEFAULT:@SECLEVEL=0',
        rejectUnauthorized: false,
      },
      () => {
        resolve(socket.getProtocol())
        socket.destroy()
      },
    ).once('error', reject)
  })
  expect(version).toBe('TLSv1')
})

test.each(unread)(
  'a right password whose person cannot be read any more (%s) is trouble, not an end',
  async (fault) => {
    const [tap] = arena.ldap
    const browser = await anaAt(idOf('unread', fault))
    await trouble(tap, 'none')
    tap.setAfterBind(fault)
    expectTrouble(await meanwhile(browser), told)
    expect(tap.binds).toEqual([anaBinds])
    await tap.set('none')
    expect((await submit(browser)).value.body).toMatchObject({ kind: 'email-code' })
  },
)

test('people whom Entra knows come in while the directory is away', async () => {
  for (const tap of arena.ldap) await trouble(tap, 'refuse')
  const eva = { account: 'existing-both-1', username: 'eva', password: 'Entra-1!' }
  expect((await walk(arena, newBrowser(arena), eva, 'device')).body).toMatchObject({ kind: 'device' })
})

test('a controller that was really stopped serves again as soon as it runs', async () => {
  const browser = await anaAt('direct')
  await arena.samba.stop()
  expectTrouble(await submit(browser), told)
  await arena.samba.restore()
  expect((await submit(browser)).value.body).toMatchObject({ kind: 'device' })
})

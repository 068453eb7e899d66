import { setTimeout as pause } from 'node:timers/promises'
import { domain } from '@muster/demo/world/people'
import type { PortalClient } from '@muster/demo/world/portal-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type LdapTap, startLdapTap } from '../world/ldap-tap.ts'
import { timed } from '../world/trouble.ts'
import { newBrowser, walk } from '../world/walk.ts'

const password = 'Directory-1!'
/** STANDARD 10, ms: for one call to a directory, for a slot, and how long a breaker stays open. */
const [total, slotWait, open] = [8_000, 2_000, 15_000]

let arena: Arena
let crowded: LdapTap
beforeAll(async () => {
  arena = await startArena({ name: 'fault-breakers' })
  crowded = await startLdapTap(arena.samba)
  const model = arena.accounts().find(({ id }) => id === 'new-ad-1')
  if (model === undefined) throw new Error('no account to take as a model')
  const over = (id: string, tap: LdapTap) => ({
    ...model,
    id,
    directories: model.directories?.map((directory) => ({ ...directory, urls: [tap.url] })),
  })
  const [one, two] = arena.ldap
  await arena.apply([...arena.accounts(), over('shaky', one), over('well', two), over('crowded', crowded)])
})
afterAll(async () => {
  await crowded.stop()
  await arena.stop()
})

const beforePassword = async (account: string, username: string): Promise<PortalClient> => {
  const browser = newBrowser(arena)
  const { body } = await walk(arena, browser, { account, username, password }, 'password')
  expect(body).toMatchObject({ kind: 'password' })
  return browser
}
const submit = (browser: PortalClient) => timed(() => browser.submit('password', { password }))
const expectWell = async () =>
  expect((await submit(await beforePassword('well', 'ben'))).value.body).toMatchObject({ kind: 'device' })

test('after five that hung the sixth is told at once and nothing is sent, until a probe finds the directory well', async () => {
  const [tap] = arena.ldap
  const five = await Promise.all(['ana', 'dee', 'xan', 'pia', 'max'].map((name) => beforePassword('shaky', name)))
  const sixth = await beforePassword('shaky', 'ben')
  await tap.set('half-open')
  const answers = await Promise.all(five.map(submit))
  expect(answers.map(({ value }) => value.status)).toEqual([503, 503, 503, 503, 503])
  const openedAt = performance.now()
  tap.clear()
  const during = tap.connections()

  const refused = await submit(sixth)
  expect(refused.value).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  expect(Number(refused.value.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.ms).toBeLessThan(total / 2)
  expect({ binds: tap.binds, connections: tap.connections() }).toEqual({ binds: [], connections: during })
  await expectWell()

  // Well again, and still left alone for the rest of its time.
  await tap.set('none')
  expect((await submit(sixth)).value.status).toBe(503)
  expect({ binds: tap.binds, connections: tap.connections() }).toEqual({ binds: [], connections: during })

  await pause(Math.max(0, openedAt + open + 500 - performance.now()))
  expect((await submit(sixth)).value.body).toMatchObject({ kind: 'device' })
  // The probe asked about nobody.
  expect(tap.binds).toEqual([`ben@${domain.name}`])
  expect((await submit(await beforePassword('shaky', 'ana'))).value.body).toMatchObject({ kind: 'device' })
})

test('twenty that hang take one account’s slots: the next wait two seconds at most, other accounts not at all', async () => {
  const everybody = await Promise.all(Array.from({ length: 23 }, (_, n) => beforePassword('crowded', `guest${n}`)))
  await crowded.set('half-open')
  const [hanging, late] = [everybody.slice(0, 20).map(submit), everybody.slice(20)]
  await vi.waitFor(() => expect(crowded.binds).toHaveLength(20), { timeout: 6_000 })
  const [refused] = await Promise.all([Promise.all(late.map(submit)), expectWell()])
  expect(refused.map(({ value }) => value.status)).toEqual([503, 503, 503])
  // Twice the wait, and less than those who hang.
  expect(Math.max(...refused.map(({ ms }) => ms))).toBeLessThan(total - slotWait)
  expect((await Promise.all(hanging)).map(({ value }) => value.status)).toEqual(Array.from({ length: 20 }, () => 503))
  expect(crowded.binds).toHaveLength(20)
})

test('after five mails that could not be handed over the server is left alone, then everybody gets theirs, once', async () => {
  const people = [
    ['new-ad-2', 'ana'],
    ['new-ad-2', 'ben'],
    ['existing-ad-2', 'ana'],
    ['existing-ad-2', 'ben'],
    ['existing-both-2', 'ana'],
  ] as const
  arena.mailbox.clear()
  await arena.smtp.set('cut')
  arena.smtp.cutAll()
  const withCode = async (account: string, username: string) => {
    const browser = newBrowser(arena)
    const { body } = await walk(arena, browser, { account, username, password }, 'email-code')
    expect(body).toMatchObject({ kind: 'email-code' })
    return browser
  }
  const delivery = (browser: PortalClient, wanted: string, within: number) =>
    vi.waitFor(async () => expect((await browser.current()).body).toMatchObject({ delivery: wanted }), {
      timeout: within,
      interval: 200,
    })
  const browsers = await Promise.all(people.map(([account, username]) => withCode(account, username)))
  await Promise.all(browsers.map((browser) => delivery(browser, 'delayed', 10_000)))
  const tried = arena.smtp.connections()
  const sixth = await withCode('existing-both-2', 'ben')
  // Longer than the first wait of those that were tried.
  await pause(7_000)
  expect((await sixth.current()).body).toMatchObject({ delivery: 'queued' })
  expect(arena.smtp.connections()).toBe(tried)
  expect(
    (await walk(arena, newBrowser(arena), { account: 'well', username: 'ana', password }, 'device')).body,
  ).toMatchObject({
    kind: 'device',
  })
  await arena.smtp.set('none')
  await Promise.all([...browsers, sixth].map((browser) => delivery(browser, 'sent', 60_000)))
  expect(arena.mailbox.messages()).toHaveLength(6)
})

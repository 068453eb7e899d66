import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { musterCommand } from '@muster/demo/world/muster-command'
import { domain } from '@muster/demo/world/people'
import type { PortalClient } from '@muster/demo/world/portal-client'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Relayed, startRelayed } from '../world/relayed.ts'
import { expectTrouble, timed } from '../world/trouble.ts'
import { newBrowser, walk } from '../world/walk.ts'

const root = join(import.meta.dirname, '../..')
const password = 'Directory-1!'
/** How long the portal waits for the relay's word on a password; failures that the directory may count, at most. ms */
const [patience, budget] = [12_000, 4]

let arena: Arena
let relayed: Relayed
beforeAll(async () => {
  arena = await startArena({ name: 'fault-relay', settings: { responseFloor: 0, responseFloorSpread: 0 } })
  relayed = await startRelayed(arena, 'fault-relay-files')
  await arena.portal.end()
  await arena.portal.start({ MUSTER_RELAY_FILE: relayed.relay.portalFile, MUSTER_SMTP_URL: 'smtp://nobody.invalid' })
})
afterAll(async () => {
  await relayed?.stop()
  await arena.stop()
})
beforeEach(async () => {
  // With it the portal forgets that the relay failed: each test meets a closed breaker.
  await arena.portal.kill()
  await arena.portal.start()
  for (const tap of arena.ldap) tap.clear()
})

const account = 'new-ad-1'
const beforePassword = async (username: string, at = account): Promise<PortalClient> => {
  const browser = newBrowser(arena)
  const { body } = await walk(arena, browser, { account: at, username, password }, 'password')
  expect(body).toMatchObject({ kind: 'password' })
  return browser
}
const submit = (browser: PortalClient, word = password) => timed(() => browser.submit('password', { password: word }))
const binds = () => arena.ldap.flatMap((tap) => tap.binds)
const trouble = { within: 5_000, retryAfter: 60 }

test('well: a password is asked of the directory once, and the portal itself asks nobody', async () => {
  expect((await submit(await beforePassword('ana'))).value.body).toMatchObject({ kind: 'device' })
  expect(binds()).toEqual([`ana@${domain.name}`])
  await relayed.wire.set('refuse')
  expectTrouble(await submit(await beforePassword('ana')), trouble)
  expect(binds()).toEqual([`ana@${domain.name}`])
  await relayed.wire.set('none')
})

test('down: told at once and truthfully, and no try of anybody’s is used up', async () => {
  const browser = await beforePassword('ben')
  await relayed.relay.kill()
  await relayed.wire.set('refuse')
  for (let turn = 0; turn < budget; turn += 1) expectTrouble(await submit(browser), trouble)
  await relayed.wire.set('none')
  await relayed.relay.start()
  expect((await submit(browser)).value.body).toMatchObject({ kind: 'device' })
  expect(binds()).toEqual([`ben@${domain.name}`])
})

test('killed in the middle of a bind: it may have been counted, so that try stays used, and is sent to nobody else', async () => {
  const browser = await beforePassword('guest-of-relay')
  const [tap] = arena.ldap
  await tap.set('half-open')
  const answer = submit(browser)
  await vi.waitFor(() => expect(binds()).toHaveLength(1), { timeout: 10_000 })
  await relayed.relay.kill()
  expectTrouble(await answer, trouble)
  await tap.set('none')
  await relayed.relay.start()
  expect(binds()).toHaveLength(1)
  const statuses: number[] = []
  for (let turn = 0; turn < budget; turn += 1) statuses.push((await submit(browser, 'wrong')).value.status)
  expect(statuses).toEqual([401, 401, 401, 429])
  expect(binds()).toHaveLength(budget)
})

test('silent: the portal gives up in its time, and the try stays used', async () => {
  const browser = await beforePassword('other-guest')
  await relayed.wire.set('half-open')
  expectTrouble(await submit(browser), { ...trouble, within: patience })
  await relayed.wire.set('none')
  relayed.wire.cutAll()
  expect(binds()).toHaveLength(1)
  const statuses: number[] = []
  for (let turn = 0; turn < budget; turn += 1) statuses.push((await submit(browser, 'wrong')).value.status)
  expect(statuses).toEqual([401, 401, 401, 429])
})

test('a portal whose key the relay does not know is refused, told so, and nobody loses a try', async () => {
  const browser = await beforePassword('ana')
  const { relay } = relayed
  const kept = await readFile(relay.keysFile, 'utf8')
  const stranger = join(root, '.test/fault-relay-files/stranger')
  const made = await musterCommand(
    root,
    {},
  )(['relay', 'init', `${stranger}.json`, `${stranger}-portal.json`, '--url', relay.url])
  expect(made).toMatchObject({ code: 0 })
  const { portal } = JSON.parse(await readFile(`${stranger}.json`, 'utf8'))
  await relay.stop()
  await writeFile(relay.keysFile, JSON.stringify({ ...JSON.parse(kept), portal }))
  await relay.start()
  for (let turn = 0; turn < budget; turn += 1) expectTrouble(await submit(browser), trouble)
  expect(binds()).toEqual([])
  expect(await arena.portal.log()).toContain('refused: untrusted')
  await relay.stop()
  await writeFile(relay.keysFile, kept)
  await relay.start()
  expect((await submit(browser)).value.body).toMatchObject({ kind: 'device' })
})

test('a mail that waits while the relay is down comes when it is back, once', async () => {
  arena.mailbox.clear()
  const browser = await beforePassword('ana', 'new-ad-2')
  await arena.smtp.set('refuse')
  expect((await submit(browser)).value.body).toMatchObject({ kind: 'email-code' })
  await relayed.relay.kill()
  await arena.smtp.set('none')
  await vi.waitFor(async () => expect((await browser.current()).body).toMatchObject({ delivery: 'delayed' }), {
    timeout: 30_000,
    interval: 200,
  })
  await relayed.relay.start()
  await vi.waitFor(async () => expect((await browser.current()).body).toMatchObject({ delivery: 'sent' }), {
    timeout: 60_000,
    interval: 200,
  })
  expect(arena.mailbox.messages()).toHaveLength(1)
})

test('the relay calls upon the portal, which answers it and nobody else', async () => {
  const tended = async () =>
    (await (await fetch(`${arena.portal.privateOrigin}/metrics`)).text())
      .split('\n')
      .find((line) => line.startsWith('muster_http_request_duration_seconds_count') && line.includes('/relay/tend'))
  await vi.waitFor(async () => expect(await tended()).toMatch(/status="200"\} [1-9]/), { timeout: 60_000 })
  const bare = await fetch(`${arena.portal.origin}/api/relay/tend`, { method: 'POST', body: '{"upkeep":true}' })
  expect(bare.status).toBe(401)
})

test('the operator’s check tells what answers, without a password', async () => {
  const { relay } = relayed
  const muster = musterCommand(root, {
    MUSTER_PROFILE: 'demo',
    MUSTER_STORE: arena.directStore,
    MUSTER_RELAY_FILE: relay.portalFile,
  })
  const well = await muster(['relay', 'check', '--json'])
  expect(well).toMatchObject({ code: 0, stderr: '' })
  const { version, mail, directories } = JSON.parse(well.stdout)
  expect({ version, mail }).toEqual({ version: 1, mail: 'ready' })
  expect(new Set(directories.map(({ state }: { state: string }) => state))).toEqual(new Set(['answers']))
  expect(binds()).toEqual([])
  await relay.kill()
  expect(await muster(['relay', 'check'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^muster: the relay does not answer/),
  })
  await relay.start()
})

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { codeIn } from '../pages/inbox-page.ts'
import { createPortalClient } from './portal-client.ts'
import { startWorld } from './start-world.ts'
import type { World } from './world-options.ts'

// A folder of this run's own: a second run beside it would empty a shared one.
const home = join(import.meta.dirname, `../../../.test/worlds-of-${process.pid}`)
const roomFor = (name: string) => join(home, name)
const right = 'Directory-1!'
const reports: string[] = []
let world: World

beforeAll(async () => {
  world = await startWorld({ port: 0, home: roomFor('first'), report: (line) => void reports.push(line) })
}, 60_000)
afterAll(async () => {
  await world.stop()
  await rm(home, { recursive: true })
}, 20_000)
beforeEach(async () => {
  await world.directory.restore()
  world.directory.journal.clear()
  world.entra.clearLog()
})

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const codeFor = async (to: string): Promise<string> => codeIn((await world.mailbox.waitFor(to)).subject) ?? ''

test('new-ad-2: ana enrolls with her password and the code from the inbox', async () => {
  const browser = createPortalClient(world.origin)
  expect(await browser.open('new-ad-2')).toMatchObject({
    status: 201,
    body: { kind: 'identify', domain: 'corp.example.test' },
  })
  expect(await browser.submit('identity', { username: 'ana', domain: '' })).toMatchObject({
    status: 200,
    body: { kind: 'password' },
  })
  expect(await browser.submit('password', { password: right })).toMatchObject({
    body: { kind: 'email-code', sentTo: expect.stringContaining('@corp.example.test') },
  })
  await world.mailbox.waitFor('ana@corp.example.test')
  const inbox: unknown = await (await fetch(`${world.origin}/demo/inbox?to=ana@corp.example.test`)).json()
  expect(inbox).toMatchObject([{ to: 'ana@corp.example.test', subject: expect.stringMatching(/^\d{8} /) }])
  expect(await browser.submit('email-code', { code: await codeFor('ana@corp.example.test') })).toMatchObject({
    body: { kind: 'device', factors: { counted: 2 } },
  })
  const done = await browser.submit('device', { platform: 'android' })
  expect(done).toMatchObject({
    body: {
      kind: 'enrolled',
      handOff: { kind: 'link', url: expect.stringMatching(/^https:\/\/mdm\.example\.test\/android\//) },
    },
  })
  const listed = await world.runMuster(['--json', 'device', 'list', '--account', 'new-ad-2'])
  expect(listed.stderr).toBe('')
  expect(JSON.parse(listed.stdout)).toMatchObject([{ username: 'ana', platform: 'android' }])
}, 30_000)

test('existing-both-1: Entra turns ben down, then the directory lets him in', async () => {
  const browser = createPortalClient(world.origin)
  await browser.open('existing-both-1')
  expect(await browser.submit('credentials', { username: 'ben', domain: '', password: right })).toMatchObject({
    status: 200,
    body: { kind: 'device' },
  })
  expect(world.entra.log).toMatchObject([{ kind: 'password-grant', outcome: 50034 }])
  expect(world.directory.journal.binds).toEqual([{ name: 'ben@corp.example.test', result: 'ok' }])
}, 30_000)

test('new-both-1: the directory is never asked', async () => {
  const browser = createPortalClient(world.origin)
  await browser.open('new-both-1')
  expect(await browser.submit('identity', { username: 'ben', domain: '' })).toMatchObject({
    body: { kind: 'entra-sign-in' },
  })
  expect(await browser.submit('entra-sign-in', { error: 'access_denied' })).toMatchObject({
    body: { kind: 'refused', code: 'entra-failed' },
  })
  expect(world.directory.journal.connections).toBe(0)
})

test('new-ad-1: pia changes her expired password, new-ad-2 sends her away', async () => {
  const sentAway = createPortalClient(world.origin)
  await sentAway.open('new-ad-2')
  await sentAway.submit('identity', { username: 'pia', domain: '' })
  expect(await sentAway.submit('password', { password: right })).toMatchObject({
    status: 403,
    body: { code: 'password-expired', link: 'https://password.example.test/' },
  })
  const browser = createPortalClient(world.origin)
  await browser.open('new-ad-1')
  await browser.submit('identity', { username: 'pia', domain: '' })
  expect(await browser.submit('password', { password: right })).toMatchObject({
    status: 403,
    body: { code: 'password-expired' },
  })
  expect(await browser.current()).toMatchObject({ body: { kind: 'new-password' } })
  expect(await browser.submit('new-password', { oldPassword: right, newPassword: right })).toMatchObject({
    status: 422,
    body: { code: 'new-password-refused' },
  })
  expect(await browser.submit('new-password', { oldPassword: right, newPassword: 'Fresh-Word-1!' })).toMatchObject({
    status: 200,
    body: { kind: 'device' },
  })
}, 30_000)

test('an enrollment survives a killed portal', async () => {
  const browser = createPortalClient(world.origin)
  await browser.open('new-ad-1')
  const before = await browser.submit('identity', { username: 'ben', domain: '' })
  const pid = world.bffPid
  await world.restartBff({ signal: 'SIGKILL' })
  expect(world.bffPid).not.toBe(pid)
  expect(isAlive(pid)).toBe(false)
  expect(await browser.current()).toMatchObject({
    status: 200,
    body: { kind: 'password', reference: before.body['reference'] },
  })
}, 30_000)

test('the portal’s clock moves with a restart, and stays moved', async () => {
  const browser = createPortalClient(world.origin)
  await browser.open('new-ad-1')
  await world.restartBff({ clockOffset: 61 * 60_000 })
  expect(await browser.current()).toMatchObject({ body: { kind: 'expired' } })
  await world.restartBff()
  expect(await browser.current()).toMatchObject({ body: { kind: 'expired' } })
  await world.restartBff({ clockOffset: 0 })
}, 30_000)

test('a crashed portal is reported and started again', async () => {
  const pid = world.bffPid
  reports.length = 0
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => reports, { timeout: 20_000 })
    .toEqual(['The portal ended unasked (SIGKILL); it is being started again.', 'The portal is running again.'])
  expect(world.bffPid).not.toBe(pid)
  expect((await createPortalClient(world.origin).open('acme')).status).toBe(201)
}, 30_000)

test('a mistaken command tells its exit code and its words', async () => {
  expect(await world.runMuster(['account', 'show', 'nobody'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no account "nobody"'),
  })
})

test('a taken port is told before anything is touched', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const untouched = roomFor('never')
  await expect(startWorld({ port: address.port, home: untouched })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect(existsSync(untouched)).toBe(false)
  other.close()
})

test('a world whose owner breaks down leaves no portal behind', async () => {
  const owner = `
    const { startWorld } = await import(${JSON.stringify(new URL('start-world.ts', import.meta.url).href)})
    const world = await startWorld({ port: 0, home: ${JSON.stringify(roomFor('broken'))}, quiet: true })
    console.log(world.bffPid)
    setImmediate(() => { throw new Error('broken down') })`
  const { stdout, code } = await new Promise<{ stdout: string; code: unknown }>((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', owner], (error, out) =>
      resolve({ stdout: out, code: error?.code }),
    )
  })
  expect(code).toBe(1)
  await expect.poll(() => isAlive(Number(stdout)), { timeout: 5000 }).toBe(false)
}, 30_000)

test('stopping takes less than five seconds and leaves no process', async () => {
  const second = await startWorld({ port: 0, home: roomFor('second'), quiet: true })
  const { bffPid, origin } = second
  await createPortalClient(origin).open('acme')
  const before = performance.now()
  await second.stop()
  expect(performance.now() - before).toBeLessThan(5000)
  expect(isAlive(bffPid)).toBe(false)
  await expect(fetch(origin)).rejects.toThrow('fetch failed')
}, 30_000)

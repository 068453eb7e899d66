import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDemoAuthority } from '@muster/demo/certificates/demo-authority'
import { codeIn } from '@muster/demo/pages/inbox-page'
import type { PortalClient } from '@muster/demo/world/portal-client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Fault, type FaultProxy, startFaultProxy } from '../world/fault-proxy.ts'
import { type Mood, type MoodyMailServer, startMoodyMailServer } from '../world/moody-mail-server.ts'
import { newBrowser, walk } from '../world/walk.ts'

const password = 'Directory-1!'
/** STANDARD 10: everything about one try, and the first wait after it with its jitter; and a loaded machine. ms */
const [total, firstWait, margin] = [15_000, 5_500, 15_000]

let folder: string
let server: MoodyMailServer
let line: FaultProxy
let arena: Arena

beforeAll(async () => {
  const authority = await createDemoAuthority()
  folder = await mkdtemp(join(tmpdir(), 'muster-mail-'))
  await writeFile(join(folder, 'ca.pem'), authority.pem)
  const [good, stranger] = [await authority.issue(['127.0.0.1']), await authority.issue(['mail.other.example'])]
  server = await startMoodyMailServer({ good, stranger })
  line = await startFaultProxy({ target: { host: '127.0.0.1', port: server.port } })
  arena = await startArena({
    name: 'fault-smtp',
    env: { MUSTER_SMTP_URL: `smtp://127.0.0.1:${line.port}`, MUSTER_SMTP_CA_FILE: join(folder, 'ca.pem') },
    // One person is enough for all of these then.
    settings: {
      resendAfter: 0,
      limits: { 'codes-sent-per-minute': 100, 'codes-sent-per-quarter-hour': 100, 'codes-sent-per-hour': 100 },
    },
    account: (account) => ({
      ...account,
      users: [{ username: 'ana', domain: 'corp.example.test', email: mailOf(account.id) }],
    }),
  })
})
afterAll(async () => {
  await arena.stop()
  await line.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Where codes for Ana go: each account has written down another address. */
const mailOf = (account: string): string => `${account}@corp.example.test`

/** The answer to Ana's password waits for no mail server: her code is queued when she hears that there is one. */
const anaWithCode = async (account: string): Promise<PortalClient> => {
  const browser = newBrowser(arena)
  const { body } = await walk(arena, browser, { account, username: 'ana', password }, 'email-code')
  expect(body).toMatchObject({ kind: 'email-code', delivery: 'queued' })
  return browser
}
const delivery = (browser: PortalClient, wanted: string, within: number): Promise<void> =>
  vi.waitFor(async () => expect((await browser.current()).body).toMatchObject({ delivery: wanted }), {
    timeout: within + margin,
    interval: 200,
  })
const enterCode = (browser: PortalClient, subject: string | undefined) =>
  browser.submit('email-code', { code: codeIn(subject ?? '') ?? '' })

const benElsewhere = () => walk(arena, newBrowser(arena), { account: 'new-ad-1', username: 'ben', password }, 'device')

/** From the trouble on, through it, and out of it again, in one browser and without a new code. */
const sitOut = async (account: string, heal: () => Promise<void>): Promise<void> => {
  const before = server.taken(mailOf(account)).length
  const browser = await anaWithCode(account)
  expect((await benElsewhere()).body).toMatchObject({ kind: 'device' })
  await delivery(browser, 'delayed', total)
  expect(server.taken(mailOf(account))).toHaveLength(before)
  await heal()
  await delivery(browser, 'sent', firstWait + total)
  const [mail, ...more] = server.taken(mailOf(account)).slice(before)
  expect({ mail, more }).toMatchObject({ mail: { encrypted: true }, more: [] })
  expect((await enterCode(browser, mail?.subject)).body).toMatchObject({ kind: 'device' })
}

describe('a mail server out of reach: the step says that the code is late, and it comes by itself', () => {
  test.each<Fault>(['refuse', 'silence', 'half-open', 'cut'])('%s', async (fault) => {
    await line.set(fault)
    line.cutAll()
    await sitOut('new-ad-2', () => line.set('none'))
  })

  test('one byte a second, on a line that was well before', async () => {
    await delivery(await anaWithCode('new-ad-2'), 'sent', 0)
    await line.set('trickle')
    await sitOut('new-ad-2', () => line.set('none'))
  })
})

describe('a mail server that is not in the mood', () => {
  // Neither is a mail said in clear, nor to somebody else (STANDARD 10, 9.3).
  test.each<Mood>(['busy', 'plain', 'stranger'])('%s', async (mood) => {
    server.be(mood)
    line.cutAll()
    await sitOut('new-ad-2', async () => server.be('well'))
  })
})

describe('a mail server that refuses one mail', () => {
  test.concurrent('450 twice: the same code comes at the third try', async () => {
    const account = 'existing-ad-2'
    server.next(mailOf(account), 450, 2)
    const browser = await anaWithCode(account)
    await delivery(browser, 'delayed', 0)
    await delivery(browser, 'sent', 30_000)
    expect(server.offers(mailOf(account))).toBe(3)
    const mails = server.taken(mailOf(account))
    expect(mails).toHaveLength(1)
    expect((await enterCode(browser, mails[0]?.subject)).body).toMatchObject({ kind: 'device' })
  })

  test.concurrent('550: the step says that it failed, nobody insists, and another code may be asked for', async () => {
    const account = 'existing-both-2'
    server.next(mailOf(account), 550, 1)
    const browser = await anaWithCode(account)
    await delivery(browser, 'failed', 0)
    expect((await browser.submit('email-code/resend', {})).body).toMatchObject({ delivery: 'queued' })
    await delivery(browser, 'sent', 0)
    expect(server.offers(mailOf(account))).toBe(2)
    const mails = server.taken(mailOf(account))
    expect(mails).toHaveLength(1)
    expect((await enterCode(browser, mails[0]?.subject)).body).toMatchObject({ kind: 'device' })
  })

  test.concurrent('taken in silence: it is sent again as the same mail with the same code', async () => {
    const account = 'new-ad-2'
    const before = server.taken(mailOf(account)).length
    server.next(mailOf(account), 'silence', 1)
    const browser = await anaWithCode(account)
    await delivery(browser, 'delayed', total)
    await delivery(browser, 'sent', firstWait + total)
    const [first, second, ...more] = server.taken(mailOf(account)).slice(before)
    expect(more).toEqual([])
    expect(second).toEqual(first)
    expect(second?.messageId).toMatch(/^<[0-9a-f]+@corp\.example\.test>$/)
    expect((await enterCode(browser, first?.subject)).body).toMatchObject({ kind: 'device' })
  })
})

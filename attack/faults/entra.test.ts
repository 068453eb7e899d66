import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { PortalAnswer, PortalClient } from '@muster/demo/world/portal-client'
import { tenant as demoTenant } from '@muster/demo/world/tenant'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type EntraTokens, signInAtEntra } from '../world/entra-sign-in.ts'
import type { Fault } from '../world/fault-proxy.ts'
import { startTenants, type Tenant, type Tenants } from '../world/tenants.ts'
import { expectTrouble, timed } from '../world/trouble.ts'
import { newBrowser, walk } from '../world/walk.ts'

/** STANDARD 2.7: for one fetch of keys, ms, and from one to the next, s. */
const told = { within: 3_000, retryAfter: 30 }

type Answer = (response: ServerResponse, tenant: Tenant) => unknown
const json = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(body)

/** What comes in place of a key set. */
const answers: readonly (readonly [what: string, answer: Answer])[] = [
  ['an error', (response) => response.writeHead(500).end('{}')],
  ['a page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to Wi-Fi')],
  ['another shape', (response) => json(response, '{"keys":"none"}')],
  ['half of it', (response, { entra }) => json(response, JSON.stringify(entra.keys.published()).slice(0, -9))],
  [
    'a million bytes',
    (response, { entra }) =>
      json(response, JSON.stringify({ padding: 'x'.repeat(1_000_000), ...entra.keys.published() })),
  ],
  [
    'a redirection to good keys',
    (response, { tenantId }) => response.writeHead(302, { location: `/${tenantId}/discovery/v2.0/keys?again` }).end(),
  ],
  ['a hang-up', (response) => response.destroy()],
  ['silence', () => undefined],
]
const lineFaults: readonly Fault[] = ['refuse', 'silence', 'half-open', 'trickle', 'cut']
const answerId = (what: string): string => `answer-${what.replaceAll(' ', '-')}`
const lineId = (fault: Fault): string => `line-${fault}`

let tenants: Tenants
let arena: Arena
let well: Tenant
/** By the account whose it alone is: what the portal knows of one tenant's keys it knows of no other's. */
const own = new Map<string, Tenant>()
let seenAt: number

beforeAll(async () => {
  tenants = await startTenants()
  well = tenants.add(demoTenant.tenantId)
  arena = await startArena({ name: 'fault-entra', env: { MUSTER_ENTRA_ENDPOINTS: tenants.origin } })
  const model = arena.accounts().find(({ id }) => id === 'new-entra-1')
  if (model?.entra === undefined) throw new Error('no account to take as a model')
  const ids = [...answers.map(([what]) => answerId(what)), ...lineFaults.map(lineId), 'rotated', 'rotated-away']
  for (const id of ids) own.set(id, tenants.add())
  const { entra } = model
  const accounts = [...own].map(([id, { tenantId }]) => ({ ...model, id, entra: { ...entra, tenantId } }))
  await arena.apply([...arena.accounts(), ...accounts])
  for (const id of ['new-entra-1', 'rotated', 'rotated-away']) await enters(await evaBack(id))
  seenAt = performance.now()
})
afterAll(async () => {
  await arena.stop()
  await tenants.stop()
})
afterEach(() => tenants.line.set('none'))

const tenantOf = (id: string): Tenant => own.get(id) ?? well

type Returned = { readonly browser: PortalClient; readonly nonce: unknown; readonly tokens: EntraTokens }
/** Eva, back from Microsoft's page with good tokens that were not posted yet. */
const evaBack = async (account: string): Promise<Returned> => {
  const browser = newBrowser(arena)
  const { body } = await walk(arena, browser, { account, username: 'eva', password: '' }, 'entra-sign-in')
  return { browser, nonce: body['nonce'], tokens: await signInAtEntra(tenantOf(account), body, 'eva') }
}
const post = ({ browser, tokens }: Returned): Promise<PortalAnswer> => browser.submit('entra-sign-in', tokens)
const enters = async (returned: Returned) => expect((await post(returned)).body).toMatchObject({ kind: 'device' })

/** Until nothing forbids another fetch of keys that were fetched, or not, at that time. */
const untilFetchable = (since: number) => pause(Math.max(0, since + told.retryAfter * 1000 - performance.now()))

describe('keys that cannot be had', () => {
  const waiting: { readonly what: string; readonly returned: Returned; readonly since: number }[] = []
  /** Trouble now, at the same step as before, whatever was wrong; the tokens are still good. */
  const troubleFor = async (what: string, returned: Returned) => {
    expectTrouble(await timed(() => post(returned)), told)
    waiting.push({ what, returned, since: performance.now() })
    const { browser, nonce } = returned
    expect((await browser.current()).body).toMatchObject({ kind: 'entra-sign-in', nonce })
  }

  test.each(answers)('never seen, and now %s: trouble; others enter', async (what, answer) => {
    const id = answerId(what)
    const [returned, elsewhere] = [await evaBack(id), await evaBack('new-entra-1')]
    tenantOf(id).answerKeys((response) => answer(response, tenantOf(id)))
    await Promise.all([troubleFor(what, returned), enters(elsewhere)])
    tenantOf(id).answerKeys()
  })

  test.each(lineFaults)('never seen, over a line with %s: trouble; those whose keys are kept enter', async (fault) => {
    const [returned, elsewhere] = [await evaBack(lineId(fault)), await evaBack('new-entra-1')]
    await tenants.line.set(fault)
    tenants.line.cutAll()
    await Promise.all([troubleFor(fault, returned), enters(elsewhere)])
  })

  test('a new one: trouble for whom it signed; whom the old one signed enter', async () => {
    const { entra, answerKeys } = tenantOf('rotated-away')
    await untilFetchable(seenAt)
    const early = await evaBack('rotated-away')
    entra.rotateKeys()
    answerKeys((response) => response.writeHead(503).end())
    await troubleFor('a new key', await evaBack('rotated-away'))
    await enters(early)
    answerKeys()
  })

  test('everybody enters with the tokens they had, when they were told to come again', async () => {
    expect(waiting).toHaveLength(answers.length + lineFaults.length + 1)
    await Promise.all(
      waiting.map(async ({ what, returned, since }) => {
        await untilFetchable(since)
        const { body } = await post(returned)
        expect({ what, body }).toMatchObject({ what, body: { kind: 'device' } })
      }),
    )
  })

  test('each key server that failed was given up and taken up again, and the audit says so', async () => {
    const { stdout } = await arena.runMuster(['--json', 'audit', 'list', '--account', '-', '--most', '500'])
    const lines: readonly { readonly type: string; readonly data: { readonly dependency?: string } }[] =
      JSON.parse(stdout)
    const count = (type: string) => lines.filter((line) => line.type === type && line.data.dependency === 'jwks').length
    expect(count('breaker.open')).toBeGreaterThanOrEqual(answers.length + lineFaults.length)
    expect(count('breaker.close')).toBe(count('breaker.open'))
  })
})

test('a new key is found by the first token that it signed, and the dropped one signs nothing more', async () => {
  const late = await evaBack('rotated')
  tenantOf('rotated').entra.rotateKeys({ dropOld: true })
  await untilFetchable(seenAt)
  await enters(await evaBack('rotated'))
  expect((await post(late)).body).toMatchObject({ code: 'token-rejected' })
  expect((await late.browser.current()).body).toMatchObject({ kind: 'entra-sign-in' })
})

describe('a password grant that cannot be asked for', () => {
  const ana = { username: 'ana', password: 'Directory-1!' }
  const eva = { username: 'eva', password: 'Entra-1!' }
  const enterAt = (account: string, who: typeof ana, browser = newBrowser(arena)) =>
    timed(() => walk(arena, browser, { account, ...who }, 'device'))

  test.each<[string, () => Promise<void>]>([
    ['an error', async () => well.entra.faults.next('token', { status: 500 }, Infinity)],
    ['a hang-up', async () => well.entra.faults.next('token', 'hang-up', Infinity)],
    ['silence', async () => well.entra.faults.next('token', 'silence', Infinity)],
    ['nobody there', () => tenants.line.set('refuse')],
  ])('%s: the directory is asked where there is one, the others are told of trouble', async (_what, fail) => {
    const browser = newBrowser(arena)
    await fail()
    const [both, entra] = await Promise.all([
      enterAt('existing-both-1', ana),
      enterAt('existing-entra-1', eva, browser),
    ])
    expect(both.value.body).toMatchObject({ kind: 'device' })
    expectTrouble(entra, { within: 8_000, retryAfter: 60 })
    expect((await browser.current()).body).toMatchObject({ kind: 'credentials' })
    well.entra.faults.clear()
    await tenants.line.set('none')
    expect((await enterAt('existing-entra-1', eva, browser)).value.body).toMatchObject({ kind: 'device' })
  })
})

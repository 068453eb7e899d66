import { createSimulatedPortal } from '@muster/bff/testing/simulated-portal'
import { routes } from '@muster/shared/contract'
import { afterEach, expect, test } from 'vitest'
import { answersOf, mockBff, createCookieJar } from '../mock-bff.ts'
import { network } from '../render-portal.tsx'
import { minutes } from '../time.ts'
import { devAccounts, devPeople } from './accounts.ts'
import { setOut, stepOf } from './drive.ts'
import { devSettings } from './settings.ts'
import { createDevWorld } from './world.ts'

afterEach(() => {
  sessionStorage.clear()
  document.body.replaceChildren()
})

/** One load of the document: a fresh world, and what the tab remembers. */
const loadWorld = async () => {
  const portal = await createSimulatedPortal({
    origin: window.location.origin,
    accounts: devAccounts,
    people: devPeople,
    settings: devSettings,
  })
  const jar = createCookieJar(portal.origin)
  const answer = answersOf(portal, jar)
  const loaded: string[] = []
  network.resetHandlers(mockBff(portal, jar))
  const world = createDevWorld({
    portal,
    answer,
    network: { use: network.use, resetHandlers: () => network.resetHandlers(mockBff(portal, jar)) },
    storage: sessionStorage,
    load: (path) => loaded.push(path),
  })
  return { portal, answer, world, loaded }
}

test('a jump is made by the next load, and again by every one that follows', async () => {
  const before = await loadWorld()
  before.world.begin({ account: 'branded', person: 'ben', jump: 'device' })
  expect(before.loaded).toEqual(['/branded'])
  for (const load of [1, 2]) {
    const { world, portal, answer } = await loadWorld()
    expect(await world.resume('/branded'), `load ${load}`).toBe('/branded')
    expect(await stepOf({ portal, answer })).toMatchObject({ kind: 'device', account: { id: 'branded' } })
  }
})

test('who cannot get there gives way, and the panel says who came', async () => {
  ;(await loadWorld()).world.begin({ account: 'new-none-1', person: 'una', jump: 'email-code' })
  const { world } = await loadWorld()
  expect(await world.resume('/new-none-1')).toBe('/new-ad-2')
  expect(world.board().choice).toMatchObject({ account: 'new-ad-2', person: 'ana', jump: 'email-code' })
  expect(world.board().mail?.text).toMatch(/\d{4} \d{4}/)
})

test('an address of another account goes before what was chosen', async () => {
  ;(await loadWorld()).world.begin({ account: 'branded', jump: 'device' })
  const { world } = await loadWorld()
  expect(await world.resume('/existing-ad-2')).toBe('/existing-ad-2')
  expect(world.board().choice).not.toHaveProperty('jump')
  expect(world.board().choice).toMatchObject({ account: 'existing-ad-2' })
})

test('beginning anew forgets the jump, and keeps the fault', async () => {
  const first = await loadWorld()
  first.world.setFault('unavailable')
  first.world.begin({ jump: 'device' })
  ;(await loadWorld()).world.begin({})
  const { world } = await loadWorld()
  await world.resume('/acme')
  expect(world.board().choice).not.toHaveProperty('jump')
  expect((await fetch(routes.identity.path, { method: 'POST' })).status).toBe(503)
})

test('what an older panel kept is forgotten', async () => {
  sessionStorage.setItem('muster.dev-choice', '{"account":"acme","jump":"nowhere"}')
  expect((await loadWorld()).world.board().choice).toMatchObject({ account: 'acme', person: 'ana', fault: 'none' })
})

test('time that runs out does so once the page is open, and the page looks again', async () => {
  ;(await loadWorld()).world.begin({ account: 'new-ad-2', jump: 'expired' })
  const { world, portal, answer } = await loadWorld()
  await world.resume('/new-ad-2')
  expect(await stepOf({ portal, answer })).toMatchObject({ kind: 'identify' })
  const looked = new Promise((done) => window.addEventListener('focus', done, { once: true }))
  world.answered(new Request(`${portal.origin}${routes.open.path}`, { method: 'POST' }))
  document.body.append(Object.assign(document.createElement('h1'), { id: 'page-title' }))
  await looked
  expect(await stepOf({ portal, answer })).toMatchObject({ kind: 'expired' })
})

test('the clock moves on, and the page looks again', async () => {
  const { world, portal, answer } = await loadWorld()
  const [account, person] = [devAccounts[0], devPeople[0]]
  if (account === undefined || person === undefined) throw new Error('nobody is there')
  await setOut({ portal, answer, account, person })
  const before = await portal.ports.enrollments.now()
  const looked = new Promise((done) => window.addEventListener('focus', done, { once: true }))
  world.pass(20)
  await looked
  expect((await portal.ports.enrollments.now()) - before).toBeGreaterThanOrEqual(minutes(20))
})

test('somebody at Microsoft’s page is waited for', async () => {
  ;(await loadWorld()).world.begin({ account: 'new-entra-2', person: 'eva', jump: 'entra-sign-in' })
  const { world, portal, answer } = await loadWorld()
  await world.resume('/new-entra-2')
  const step = await stepOf({ portal, answer })
  if (step.kind !== 'entra-sign-in') throw new Error(`it is ${step.kind}`)
  const arrived = world.atMicrosoft(step)
  expect(world.board().visit?.loginHint).toBe('eva@corp.example.test')
  world.board().visit?.answer({ refusedWith: 53003 })
  expect(await arrived).toEqual({ refusedWith: 53003 })
  expect(world.board().visit).toBeUndefined()
})

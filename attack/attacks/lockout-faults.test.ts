import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import type { Fault } from '../world/fault-proxy.ts'
import { bindsSeen, expectNotLocked, fail, failTimes, forgetBinds, principal, signIn } from './lockout-rules.ts'

/** Of a domain that locks after ten failures, as the demo's does. */
const budget = 4
let arena: Arena
beforeAll(async () => {
  arena = await startArena({ name: 'lockout-faults', settings: { responseFloor: 0, responseFloorSpread: 0 } })
})
afterAll(() => arena.stop())
afterEach(async () => {
  await breakControllers('none')
  forgetBinds(arena)
})

const breakControllers = async (fault: Fault) => {
  for (const tap of arena.ldap) await tap.set(fault)
}

/** Everybody here is somebody else, at an account of their own: neither budgets nor trouble of one reach the next. */
// A table is read by its columns:
// oxfmt-ignore
const faults = [
  // On the way to the first controller, the answer is …, and so many binds were sent to each
  ['refuse',    'existing-ad-1', 401, [0, 1]],
  ['silence',   'existing-ad-2', 401, [0, 1]],
  ['cut',       'new-ad-1',      503, [1, 0]],
  ['half-open', 'new-ad-2',      503, [1, 0]],
  ['trickle',   'existing-both-1', 503, [1, 0]],
] as const

test.each(faults)('a bind is sent once: %s', async (fault, account, status, binds) => {
  await arena.ldap[0].set(fault)
  const answer = await fail(arena, { account, username: `once-${fault}` })
  expect(answer.status).toBe(status)
  if (status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(arena.ldap.map((tap) => tap.binds.length)).toEqual(binds)
})

test.each([
  ['cut', 'existing-both-2'],
  ['half-open', 'existing-ad-2'],
] as const)('a try whose answer was lost keeps its slot: %s', async (fault, account) => {
  await breakControllers(fault)
  const username = `lost-${fault}`
  const answers = await Promise.all(Array.from({ length: 12 }, () => fail(arena, { account, username })))
  expect(bindsSeen(arena)).toHaveLength(budget)
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(budget)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(12 - budget)
  await breakControllers('none')
  expect(await failTimes(arena, 2, { account, username })).toEqual([429, 429])
  expect(bindsSeen(arena)).toHaveLength(budget)
})

test.each([
  ['refuse', 'existing-both-1-mfa'],
  ['silence', 'existing-both-2-mfa'],
] as const)('a try that was never sent gives its slot back: %s', async (fault, account) => {
  await breakControllers(fault)
  const username = `unsent-${fault}`
  expect((await Promise.all([1, 2].map(() => fail(arena, { account, username })))).map(({ status }) => status)).toEqual(
    [503, 503],
  )
  expect(bindsSeen(arena)).toEqual([])
  await breakControllers('none')
  expect(await failTimes(arena, budget + 1, { account, username })).toEqual([401, 401, 401, 401, 429])
})

test('tries under way when the portal is killed stay counted', async () => {
  const ana = { account: 'new-ad-2', username: 'ana' }
  await breakControllers('half-open')
  const cutOff = Promise.allSettled(
    ['ana', 'CORP\\ana', 'ANA@corp.example.test'].map((username) => fail(arena, { ...ana, username })),
  )
  await expect.poll(() => bindsSeen(arena)).toHaveLength(3)
  await arena.portal.kill()
  expect((await cutOff).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await breakControllers('none')
  await arena.portal.start()
  expect(await failTimes(arena, 4, ana)).toEqual([401, 429, 429, 429])
  expect(bindsSeen(arena)).toEqual(Array.from({ length: budget }, () => principal('ana')))
  await expectNotLocked(arena, 'ana', budget)
  expect(await signIn(arena, 'existing-ad-1')).toMatchObject({ status: 429 })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { directoryPassword } from '@muster/demo/world/people'
import type { PortalAnswer } from '@muster/demo/world/portal-client'
import { type Arena, startArena } from '../world/arena.ts'
import { lockoutIn } from '@muster/demo/directory/samba-directory'
import { addPersonWithTwoNames } from '../world/person-with-two-names.ts'
import { lockoutAttacks } from './lockout-attacks.ts'
import {
  bindsSeen,
  budgets,
  expectNotLocked,
  expectOwnerGetsIn,
  fail,
  failTimes,
  forgetBinds,
  lockAfter,
  waitOutWindow,
} from './lockout-rules.ts'

let arena: Arena
beforeAll(async () => {
  arena = await startArena({ name: 'lockout-one', settings: { responseFloor: 0, responseFloorSpread: 0 } })
})
afterAll(() => arena.stop())

describe.each(budgets)('where $threshold failures lock and $budget are tried', ({ threshold, budget }) => {
  beforeAll(() => lockAfter(arena, threshold))
  lockoutAttacks(() => arena, budget, 'all at once', [
    'at one account',
    'at every account with that directory',
    'where an expired password is changed',
  ])
})

/** What a stranger may compare: all but the time, this enrollment's own names, and the second in which a wait ends. */
const seenOf = ({ status, headers, body }: PortalAnswer) => {
  const { reference: _, retryAfter, expiresAt: __, ...rest } = body
  const told = Object.fromEntries([...headers].filter(([name]) => !['date', 'set-cookie', 'etag'].includes(name)))
  const wait = Number(headers.get('retry-after') ?? 1860)
  expect(wait).toBeGreaterThan(1830)
  expect(wait).toBeLessThanOrEqual(1860)
  return {
    status,
    headers: { ...told, 'retry-after': typeof told['retry-after'] },
    body: rest,
    wait: typeof retryAfter,
  }
}

describe('what is told', () => {
  beforeAll(async () => {
    await lockAfter(arena, 10)
    await waitOutWindow(arena)
  })

  test.each(['existing-ad-1', 'new-ad-1'])(
    'is alike for everybody, known or not, until nobody is asked: %s',
    async (account) => {
      await waitOutWindow(arena)
      const told = []
      for (const username of ['ana', 'zoe', 'lou', 'dee', 'pia']) {
        const answers = []
        for (let count = 0; count < 6; count += 1) answers.push(seenOf(await fail(arena, { account, username })))
        told.push(answers)
      }
      expect(told[0]?.map(({ status, body }) => [status, body['code'], body['title']])).toEqual([
        ...Array.from({ length: 4 }, () => [401, 'sign-in-failed', "We couldn't sign you in."]),
        ...Array.from({ length: 2 }, () => [429, 'too-many-requests', 'Too many tries. Wait a little.']),
      ])
      for (const others of told.slice(1)) expect(others).toEqual(told[0])
    },
  )
})

describe('names', () => {
  beforeEach(() => forgetBinds(arena))

  test.each([
    ['full-width letters', '\uff41na', 400],
    ['an accent', '\u00e1na', 400],
    ['an accent of its own', 'a\u0301na', 400],
    ['a ligature', '\ufb01n', 400],
    ['another alphabet', '\u0430n\u0430', 400],
    ['a Kelvin sign', '\u212aim', 400],
    ['a space inside', 'a na', 400],
    ['an empty label', 'ana@corp.example.test.', 422],
    ['a domain that is not theirs', 'ana@other.example.test', 422],
    ['a domain that is not theirs, as Windows writes it', 'OTHER\\ana', 422],
    ['two domains', 'ana@corp.example.test@corp.example.test', 400],
    ['two backslashes', 'CORP\\\\ana', 400],
    ['a distinguished name', 'CN=ana,OU=People,DC=corp,DC=example,DC=test', 400],
    ['a filter', 'ana)(uid=*', 400],
    ['a zero', 'ana\0', 400],
  ])('with %s are bound nowhere', async (_, username, status) => {
    for (const account of ['existing-ad-1', 'new-ad-1'])
      expect((await fail(arena, { account, username })).status).toBe(status)
    expect(bindsSeen(arena)).toEqual([])
  })

  test('in which a directory overlooks accents are one, where an account takes them', async () => {
    await arena.apply(arena.accounts().map((account) => ({ ...account, usernames: 'unicode' as const })))
    await waitOutWindow(arena)
    const accents = ['ben', 'b\u00e9n', 'B\u00c8N', 'be\u00f1', 'b\u00ea\u0144', '\u1e03en', 'CORP\\B\u00ebn', 'ben']
    for (const username of accents) await fail(arena, { account: 'new-ad-1', username })
    expect(bindsSeen(arena)).toHaveLength(4)
    await expectNotLocked(arena, 'ben', 4)
  })
})

test('two names of one person, each with its budget, stay below the threshold together', async () => {
  const [, { threshold, budget }] = budgets
  await lockAfter(arena, threshold)
  await waitOutWindow(arena)
  const names = { account: 'kai', principal: 'kai.long@corp.example.test', password: directoryPassword }
  await addPersonWithTwoNames(arena.files.samba, names)
  for (const username of ['kai', 'kai.long']) await failTimes(arena, budget + 2, { account: 'new-ad-1', username })
  expect(bindsSeen(arena)).toHaveLength(2 * budget)
  expect(await lockoutIn(arena.samba, 'kai')).toEqual({ badPwdCount: 2 * budget, locked: false })
  for (const name of ['kai', 'kai.long']) await expectOwnerGetsIn(arena, name)
})

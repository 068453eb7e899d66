import { describe, expect, test } from 'vitest'
import { directoryPassword } from '@muster/demo/world/people'
import type { PortalAnswer } from '@muster/demo/world/portal-client'
import type { Arena } from '../world/arena.ts'
import { newBrowser } from '../world/walk.ts'
import { tryPassword } from '../world/password-try.ts'
import {
  bindsSeen,
  expectNotLocked,
  expectOwnerGetsIn,
  fail,
  forgetBinds,
  principal,
  signIn,
  waitOutWindow,
} from './lockout-rules.ts'

/** One name as people type it: all of them are one person. */
const spellingsOf = (name: string): readonly string[] => [
  name,
  name.toUpperCase(),
  ` ${name.slice(0, 1).toUpperCase()}${name.slice(1)} `,
  `CORP\\${name}`,
  `corp\\${name.toUpperCase()}`,
  `corp.example.test\\${name}`,
  `${name}@corp.example.test`,
  `${name.toUpperCase()}@CORP.EXAMPLE.TEST`,
]

const tries = 50
const oneAccount = ['existing-ad-1']
const everyAccount = ['existing-ad-1', 'new-ad-1', 'new-ad-2', 'existing-both-1']
const pick = <T>(list: readonly T[], number: number, fallback: T): T => list[number % list.length] ?? fallback

/** One wrong password each; every account meets every spelling. */
const wrongPasswords = (arena: Arena, accounts: readonly string[], name: string) =>
  Array.from({ length: tries }, (_, number) => {
    const username = pick(spellingsOf(name), Math.floor(number / accounts.length), name)
    return () => fail(arena, { account: pick(accounts, number, 'new-ad-1'), username }, number)
  })

/** Every second one stands where an expired password is changed, and says the old one wrong. */
const wrongOldPasswords = async (arena: Arena, name: string) => {
  const attack = [...wrongPasswords(arena, ['existing-ad-1', 'new-ad-1'], name)]
  for (let number = 1; number < tries; number += 2) {
    const browser = newBrowser(arena, { instance: () => pick(arena.instances, number >> 1, arena.portal) })
    const { body } = await tryPassword(browser, { account: 'new-ad-1', username: name, password: directoryPassword })
    expect(body).toMatchObject({ code: 'password-expired' })
    attack[number] = () => browser.submit('new-password', { oldPassword: 'wrong', newPassword: 'Directory-2!' })
  }
  return attack
}

const oneAfterTheOther = async (attack: readonly (() => Promise<PortalAnswer>)[]) => {
  const answers: PortalAnswer[] = []
  for (const one of attack) answers.push(await one())
  return answers
}
const allAtOnce = (attack: readonly (() => Promise<PortalAnswer>)[]) => Promise.all(attack.map((one) => one()))

const ways = { 'one after the other': oneAfterTheOther, 'all at once': allAtOnce } as const

// A table is read by its columns:
// oxfmt-ignore
const places = {
  'at one account':                         { name: 'ana', prepare: async (arena: Arena, name: string) => wrongPasswords(arena, oneAccount, name) },
  'at every account with that directory':   { name: 'ben', prepare: async (arena: Arena, name: string) => wrongPasswords(arena, everyAccount, name) },
  'where an expired password is changed':   { name: 'pia', prepare: wrongOldPasswords },
} as const

/** So many were told that it was wrong; everybody else to come again, and when. */
const expectAnswers = (answers: readonly PortalAnswer[], failures: number): void => {
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(failures)
  for (const { status, headers, body } of answers.filter((answer) => answer.status !== 401)) {
    expect({ status, code: body['code'] }).toEqual({ status: 429, code: 'too-many-requests' })
    const seconds = Number(headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(30 * 60 - 60)
    expect(seconds).toBeLessThanOrEqual(31 * 60)
  }
}

/**
 * Fifty wrong passwords under eight spellings of one name, in the given places, where so many failures are allowed:
 * nobody is locked out by any of it, and once the window is over everybody is let in again.
 */
export const lockoutAttacks = (
  arena: () => Arena,
  budget: number,
  way: keyof typeof ways,
  where: readonly (keyof typeof places)[],
): void => {
  describe(way, () => {
    test.each(where)('%s', async (place) => {
      const { name, prepare } = places[place]
      const attack = await prepare(arena(), name)
      forgetBinds(arena())
      expectAnswers(await ways[way](attack), budget)
      expect(bindsSeen(arena())).toEqual(Array.from({ length: budget }, () => principal(name)))
      await expectNotLocked(arena(), name, budget)
    })

    test('the right password is still right, and after the window here too', async () => {
      for (const name of ['ana', 'ben']) {
        expect(await signIn(arena(), 'new-ad-1', name)).toMatchObject({ status: 429 })
        await expectOwnerGetsIn(arena(), name)
      }
      await waitOutWindow(arena())
      for (const name of ['ana', 'ben'])
        expect((await signIn(arena(), 'new-ad-1', name)).body).toMatchObject({ kind: 'device' })
      expect((await signIn(arena(), 'new-ad-1', 'pia')).body).toMatchObject({ code: 'password-expired' })
    })
  })
}

import { expect, test } from 'vitest'
import { directoryPassword } from '@muster/demo/world/people'
import type { Arena } from '../world/arena.ts'
import { lockoutIn } from '@muster/demo/directory/samba-directory'
import { newBrowser } from '../world/walk.ts'
import { expectNotLocked, expectOwnerGetsIn, fail, failTimes, signIn } from './lockout-rules.ts'

/** What honest people do, alone and beside an attacker. `budget`: of failures, as the accounts are told. */
export const honestMistakes = (arena: () => Arena, budget: number): void => {
  test.each([
    ['existing-ad-1', 'device'],
    ['existing-both-1', 'device'],
    ['new-ad-1', 'device'],
    ['new-ad-2', 'email-code'],
  ])('one typing mistake shuts nobody out: %s', async (account, next) => {
    const browser = newBrowser(arena())
    const names = { username: 'ana', domain: '' }
    const isExisting = (await browser.open(account)).body['kind'] === 'credentials'
    if (!isExisting) await browser.submit('identity', names)
    const submit = (password: string) =>
      isExisting ? browser.submit('credentials', { ...names, password }) : browser.submit('password', { password })
    expect(await submit('Directory-1')).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
    expect(await submit(directoryPassword)).toMatchObject({ status: 200, body: { kind: next } })
  })

  test('a right password frees what failed before it, and no try that was under way beside it', async () => {
    for (const username of ['ana', 'ben']) {
      await failTimes(arena(), budget - 1, { account: 'new-ad-1', username })
      expect((await signIn(arena(), 'new-ad-1', username)).body).toMatchObject({ kind: 'device' })
      await Promise.all([
        signIn(arena(), 'new-ad-1', username),
        fail(arena(), { account: 'existing-ad-1', username }, 1),
      ])
      await failTimes(arena(), budget + 1, { account: 'new-ad-1', username })
      await expectNotLocked(arena(), username, budget)
      await expectOwnerGetsIn(arena(), username)
    }
  })

  test('a right password that must be changed frees nothing: the controller goes on counting', async () => {
    const max = { account: 'new-ad-1', username: 'max' }
    await failTimes(arena(), budget - 1, max)
    expect((await signIn(arena(), 'new-ad-1', 'max')).body).toMatchObject({ code: 'password-must-change' })
    expect(await failTimes(arena(), budget, max)).toEqual([401, ...Array.from({ length: budget - 1 }, () => 429)])
    expect(await lockoutIn(arena().samba, 'max')).toEqual({ badPwdCount: budget, locked: false })
  })
}

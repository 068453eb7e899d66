import { expect, vi } from 'vitest'
import type { Arena } from './arena.ts'
import { expectTrouble, timed } from './trouble.ts'
import { newBrowser, walk } from './walk.ts'

const password = 'Directory-1!'
const ana = { account: 'new-ad-1', username: 'ana', password }
const ben = { ...ana, username: 'ben' }

/** Two people in the middle of it while their store fails. */
export type UnderWay = {
  /**
   * Whatever they do is answered as trouble within so many ms, and no password reaches the directory; where `reads` are
   * live, each still sees the step where they are.
   */
  expectTrouble(told: { readonly within: number; readonly reads: boolean }): Promise<void>
  /** Each sees the step where they are. */
  expectToBeSeen(): Promise<void>
  /** Both go on where they were, in the same browsers, until they are through. */
  expectToGoOn(): Promise<void>
}

/** One before the password, one who has just proven it and whose browser has not shown its new cookie yet. */
export const startUnderWay = async (arena: Arena): Promise<UnderWay> => {
  const [before, after] = [newBrowser(arena), newBrowser(arena)]
  const [first, second] = [
    (await walk(arena, before, ana, 'password')).body,
    (await walk(arena, after, ben, 'device')).body,
  ]
  expect([first, second]).toMatchObject([{ kind: 'password' }, { kind: 'device' }])
  const sees = async () =>
    expect([(await before.current()).body, (await after.current()).body]).toMatchObject([
      { kind: 'password', reference: first['reference'] },
      { kind: 'device', reference: second['reference'] },
    ])
  const device = { platform: 'ios', name: 'Phone' }
  const own = (path: string) => timed(() => fetch(`${arena.portal.privateOrigin}${path}`))
  return {
    expectTrouble: async ({ within, reads }) => {
      for (const tap of arena.ldap) tap.clear()
      const told = { within, retryAfter: 5 }
      const refused = await Promise.all([
        timed(() => before.submit('password', { password })),
        timed(() => after.submit('device', device)),
        timed(() => newBrowser(arena).open('new-ad-1')),
      ])
      for (const answer of refused) expectTrouble(answer, told)
      if (reads) await sees()
      else expectTrouble(await timed(() => before.current()), told)
      expect(arena.ldap.map(({ binds }) => binds)).toEqual([[], []])
      const [ready, alive] = await Promise.all([own('/readyz'), own('/healthz')])
      expect([ready.value.status, alive.value.status]).toEqual([503, 200])
      expect(ready.ms).toBeLessThan(within + 15_000)
    },
    expectToBeSeen: sees,
    expectToGoOn: async () => {
      await vi.waitFor(async () => expect((await own('/readyz')).value.status).toBe(200), { timeout: 30_000 })
      await sees()
      expect((await before.submit('password', { password })).body).toMatchObject({ kind: 'device' })
      expect((await after.submit('device', device)).body).toMatchObject({ kind: 'enrolled' })
    },
  }
}

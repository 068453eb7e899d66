import { expect } from 'vitest'
import { directoryPassword } from '@muster/demo/world/people'
import type { PortalAnswer } from '@muster/demo/world/portal-client'
import type { Arena } from '../world/arena.ts'
import { lockoutIn } from '@muster/demo/directory/samba-directory'
import { bindsDirectly } from '../world/binds-directly.ts'
import { newBrowser } from '../world/walk.ts'
import { tryPassword } from '../world/password-try.ts'

/** Failures that a domain locks after → failures that the portal may cause there (STANDARD 3.5). */
export const budgets = [
  { threshold: 3, budget: 2 },
  { threshold: 5, budget: 2 },
  { threshold: 10, budget: 4 },
] as const

export const principal = (username: string): string => `${username}@corp.example.test`

/** A domain controller as new that locks after so many failures, and every account told so. */
export const lockAfter = async (arena: Arena, threshold: number): Promise<void> => {
  await arena.samba.restore()
  await arena.samba.setLockoutThreshold(threshold)
  await arena.apply(
    arena.accounts().map((account) => ({
      ...account,
      directories: (account.directories ?? []).map((directory) => ({
        ...directory,
        lockoutThreshold: threshold,
        // Below five, two names of one person would be too many.
        oneNamePerPerson: threshold < 5,
      })),
    })),
  )
  forgetBinds(arena)
}

export const forgetBinds = ({ ldap }: Arena): void => {
  for (const tap of ldap) tap.clear()
}

/** Everything that anybody was bound as, at either controller. */
export const bindsSeen = ({ ldap }: Arena): readonly string[] => ldap.flatMap(({ binds }) => binds)

export type Wrong = { readonly account: string; readonly username: string; readonly password?: string }

/** A wrong password in a new enrollment, from an address of its own, at the instances in turn. */
export const fail = (
  arena: Arena,
  { account, username, password = 'wrong' }: Wrong,
  number = 0,
): Promise<PortalAnswer> =>
  tryPassword(newBrowser(arena, { instance: () => arena.instances[number % arena.instances.length] ?? arena.portal }), {
    account,
    username,
    password,
  })

/** So many wrong passwords, one after the other: how each was answered. */
export const failTimes = async (arena: Arena, count: number, wrong: Wrong): Promise<readonly number[]> => {
  const statuses: number[] = []
  for (let number = 0; number < count; number += 1) statuses.push((await fail(arena, wrong, number)).status)
  return statuses
}

/** The right password through the portal. */
export const signIn = (arena: Arena, account: string, username = 'ana'): Promise<PortalAnswer> =>
  tryPassword(newBrowser(arena), { account, username, password: directoryPassword })

let passed = 0

/** The store's clock goes on by more than the longest window: every instance begins again. The controller's stays. */
export const waitOutWindow = async (arena: Arena): Promise<void> => {
  passed += 32 * 60_000
  await Promise.all(
    arena.instances.map(async (instance) => {
      await instance.kill()
      await instance.start({ MUSTER_TEST_CLOCK_OFFSET: String(passed) })
    }),
  )
}

/** What must hold whatever was done to a person: the controller is asked itself, past the portal. */
export const expectNotLocked = async (arena: Arena, username: string, budget: number): Promise<void> => {
  const { badPwdCount, locked } = await lockoutIn(arena.samba, username)
  expect(locked).toBe(false)
  expect(badPwdCount).toBeLessThanOrEqual(budget)
}

/** Nobody but the portal stands between a person and their password; the controller forgets its failures with it. */
export const expectOwnerGetsIn = async (arena: Arena, username: string): Promise<void> =>
  expect(await bindsDirectly(arena.samba, principal(username), directoryPassword)).toBe(true)

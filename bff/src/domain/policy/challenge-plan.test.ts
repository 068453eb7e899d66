import type { DefaultAuthentication, Workflow } from '@muster/shared/vocabulary'
import { describe, expect, test } from 'vitest'
import { exampleUser } from '../../testing/example-enrollments.ts'
import { type Cell, cellAccount, cellName, exampleDomain } from '../../testing/example-world.ts'
import type { Account, EntraFactor, PortalFactor } from '../account.ts'
import { authenticationFor, planChallenges } from './challenge-plan.ts'

const ad = 'active-directory'
const entra = 'entra-id'

/** Written out by hand, one line a cell: setting, workflow, portal's factor, Entra's factor → challenges, Entra's count, AD's count. */
const published: readonly (readonly [
  DefaultAuthentication,
  Workflow,
  PortalFactor,
  EntraFactor,
  string,
  number,
  number,
])[] = [
  ['none', 'existing', 'single', 'single', 'refused', 0, 0],
  ['none', 'existing', 'single', 'multi', 'refused', 0, 0],
  ['none', 'existing', 'two', 'single', 'refused', 0, 0],
  ['none', 'existing', 'two', 'multi', 'refused', 0, 0],
  ['none', 'new', 'single', 'single', 'refused', 0, 0],
  ['none', 'new', 'single', 'multi', 'refused', 0, 0],
  ['none', 'new', 'two', 'single', 'refused', 0, 0],
  ['none', 'new', 'two', 'multi', 'refused', 0, 0],
  [ad, 'existing', 'single', 'single', 'credentials(active-directory)', 1, 1],
  [ad, 'existing', 'single', 'multi', 'credentials(active-directory)', 1, 1],
  [ad, 'existing', 'two', 'single', 'credentials(active-directory) email-code', 2, 2],
  [ad, 'existing', 'two', 'multi', 'credentials(active-directory) email-code', 2, 2],
  [ad, 'new', 'single', 'single', 'password(active-directory)', 1, 1],
  [ad, 'new', 'single', 'multi', 'password(active-directory)', 1, 1],
  [ad, 'new', 'two', 'single', 'password(active-directory) email-code', 2, 2],
  [ad, 'new', 'two', 'multi', 'password(active-directory) email-code', 3, 2],
  [entra, 'existing', 'single', 'single', 'credentials(entra-id)', 1, 1],
  [entra, 'existing', 'single', 'multi', 'credentials(entra-id)', 1, 1],
  [entra, 'existing', 'two', 'single', 'credentials(entra-id) email-code', 2, 2],
  [entra, 'existing', 'two', 'multi', 'credentials(entra-id) email-code', 2, 2],
  [entra, 'new', 'single', 'single', 'entra-sign-in', 1, 1],
  [entra, 'new', 'single', 'multi', 'entra-sign-in(c1)', 1, 1],
  [entra, 'new', 'two', 'single', 'entra-sign-in email-code', 2, 2],
  [entra, 'new', 'two', 'multi', 'entra-sign-in(c1) email-code', 3, 2],
  ['both', 'existing', 'single', 'single', 'credentials(entra-id, active-directory)', 1, 1],
  ['both', 'existing', 'single', 'multi', 'credentials(entra-id, active-directory)', 1, 1],
  ['both', 'existing', 'two', 'single', 'credentials(entra-id, active-directory) email-code', 2, 2],
  ['both', 'existing', 'two', 'multi', 'credentials(entra-id, active-directory) email-code', 2, 2],
  ['both', 'new', 'single', 'single', 'entra-sign-in', 1, 1],
  ['both', 'new', 'single', 'multi', 'entra-sign-in(c1)', 1, 1],
  ['both', 'new', 'two', 'single', 'entra-sign-in email-code', 2, 2],
  ['both', 'new', 'two', 'multi', 'entra-sign-in(c1) email-code', 3, 2],
]

const written = (
  account: Account,
  invited = false,
): { challenges: string; counts?: Readonly<Record<string, number>> } => {
  const plan = planChallenges(account, exampleUser, invited)
  if (typeof plan === 'string') return { challenges: plan === 'authentication-not-configured' ? 'refused' : plan }
  const challenges = plan.challenges.map((challenge) => {
    if ('against' in challenge) return `${challenge.kind}(${challenge.against.join(', ')})`
    return 'authenticationContext' in challenge
      ? `${challenge.kind}(${challenge.authenticationContext})`
      : challenge.kind
  })
  return { challenges: challenges.join(' '), counts: plan.counts }
}

describe('what is asked, and what it counts', () => {
  test('the list below has every setting × workflow × factor once', () => {
    expect(new Set(published.map((row) => row.slice(0, 4).join())).size).toBe(4 * 2 * 2 * 2)
  })

  test.each(published)(
    '%s, %s workflow, portal %s, Entra %s: %s',
    (defaultAuthentication, workflow, portalFactor, entraFactor, challenges, byEntra, byDirectory) => {
      const account = cellAccount({ workflow, defaultAuthentication, portalFactor, entraFactor })
      const counts = { [entra]: byEntra, [ad]: byDirectory }
      expect(written(account)).toEqual(challenges === 'refused' ? { challenges } : { challenges, counts })
    },
  )
})

describe('whose authentication type holds', () => {
  const cell: Cell = { workflow: 'new', defaultAuthentication: entra, portalFactor: 'single', entraFactor: 'single' }
  const accountWith = (workflow: Workflow, own?: typeof ad | typeof entra, domains?: typeof ad | typeof entra) =>
    cellAccount(
      { ...cell, workflow },
      {
        domains: [{ name: exampleDomain, ...(domains === undefined ? {} : { authenticationType: domains }) }],
        users: own === undefined ? [] : [{ username: 'ana', domain: exampleDomain, authenticationType: own }],
      },
    )

  test.each([
    // own    domain     invited  existing  new
    [undefined, undefined, false, entra, entra],
    [undefined, ad, false, ad, ad],
    [ad, undefined, false, ad, entra],
    [ad, undefined, true, ad, ad],
    [ad, entra, false, ad, entra],
    [entra, ad, false, entra, ad],
    [entra, ad, true, entra, entra],
  ] as const)(
    'own type %s, the domain’s %s, invited %s: %s in the existing workflow, %s in the new',
    (own, domains, invited, existing, inNew) => {
      expect(authenticationFor(accountWith('existing', own, domains), exampleUser, invited)).toBe(existing)
      expect(authenticationFor(accountWith('new', own, domains), exampleUser, invited)).toBe(inNew)
    },
  )

  test('new workflow, no enrollment request: a known person and a stranger of the same domain get the same plan', () => {
    const account = accountWith('new', ad)
    const stranger = { ...exampleUser, username: 'nobody', principal: `nobody@${exampleDomain}` }
    expect(planChallenges(account, exampleUser, false)).toEqual(planChallenges(account, stranger, false))
  })

  test('a person’s or a domain’s own type enrolls them where the account’s setting is none', () => {
    const none = cellAccount(
      { ...cell, defaultAuthentication: 'none' },
      { domains: [{ name: exampleDomain, authenticationType: ad }] },
    )
    expect(written(none).challenges).toBe('password(active-directory)')
  })

  test('an account that lists no domains has its default for everybody', () => {
    expect(authenticationFor({ ...accountWith('new', undefined, ad), domains: [] }, exampleUser, false)).toBe(entra)
  })
})

describe('the authentication context', () => {
  test('is asked for only where the account says that Entra does multi-factor', () => {
    const cell = { workflow: 'new', defaultAuthentication: entra, portalFactor: 'single' } as const
    expect(written(cellAccount({ ...cell, entraFactor: 'single' })).challenges).toBe('entra-sign-in')
    expect(written(cellAccount({ ...cell, entraFactor: 'multi' })).challenges).toBe('entra-sign-in(c1)')
  })
})

test('the demo world’s names of cells are those of the design', () => {
  expect(cellName({ workflow: 'new', defaultAuthentication: entra, portalFactor: 'two', entraFactor: 'multi' })).toBe(
    'new-entra-2-mfa',
  )
  expect(
    cellName({ workflow: 'existing', defaultAuthentication: 'both', portalFactor: 'single', entraFactor: 'single' }),
  ).toBe('existing-both-1')
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleUser } from '../../testing/example-enrollments.ts'
import { cellAccount, exampleDomain } from '../../testing/example-world.ts'
import type { Account } from '../account.ts'
import { authenticationFor, type ChallengePlan, planChallenges } from './challenge-plan.ts'
import { directoryFactorCount, entraFactorCount } from './factor-count.ts'

const authority = fc.constantFrom('active-directory', 'entra-id')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })

/** An account of any settings, with its domain's and its person's own authentication types. */
const accounts: fc.Arbitrary<Account> = fc
  .record({
    cell: fc.record({
      workflow: fc.constantFrom('existing', 'new'),
      defaultAuthentication: fc.constantFrom('none', 'active-directory', 'entra-id', 'both'),
      portalFactor: fc.constantFrom('single', 'two'),
      entraFactor: fc.constantFrom('single', 'multi'),
    }),
    ofDomain: maybe(authority),
    ofPerson: maybe(authority),
  })
  .map(({ cell, ofDomain, ofPerson }) =>
    cellAccount(cell, {
      domains: [{ name: exampleDomain, ...(ofDomain === undefined ? {} : { authenticationType: ofDomain }) }],
      users: ofPerson === undefined ? [] : [{ username: 'ana', domain: exampleDomain, authenticationType: ofPerson }],
    }),
  )

const planned = (account: Account, invited: boolean): ChallengePlan | undefined => {
  const plan = planChallenges(account, exampleUser, invited)
  return plan === 'authentication-not-configured' ? undefined : plan
}

describe('whatever an account’s settings are', () => {
  test('every setting and workflow gives a plan or a refusal, and the refusal only where authentication is none', () => {
    fc.assert(
      fc.property(accounts, fc.boolean(), (account, invited) => {
        const refused = planned(account, invited) === undefined
        expect(refused).toBe(authenticationFor(account, exampleUser, invited) === 'none')
      }),
    )
  })

  test('a plan never has more challenges than table 3 counts', () => {
    fc.assert(
      fc.property(accounts, fc.boolean(), (account, invited) => {
        const plan = planned(account, invited)
        const { portalFactor, entraFactor, workflow } = account
        const [first] = plan?.challenges ?? []
        if (plan === undefined || first === undefined) return
        expect(plan.counts).toEqual({
          'entra-id': entraFactorCount[portalFactor][entraFactor][workflow],
          'active-directory': directoryFactorCount[portalFactor],
        })
        const mayConfirm = 'against' in first ? first.against : (['entra-id'] as const)
        for (const who of mayConfirm) expect(plan.challenges.length).toBeLessThanOrEqual(plan.counts[who])
      }),
    )
  })

  test('a plan has the e-mail code exactly when the portal is two-factor: once, and last', () => {
    fc.assert(
      fc.property(accounts, fc.boolean(), (account, invited) => {
        const plan = planned(account, invited)
        if (plan === undefined) return
        const codes = plan.challenges.flatMap(({ kind }, index) => (kind === 'email-code' ? [index] : []))
        expect(codes).toEqual(account.portalFactor === 'two' ? [plan.challenges.length - 1] : [])
        expect(plan.challenges[0].kind).not.toBe('email-code')
      }),
    )
  })

  test('the new workflow never asks for credentials on one page, and never falls back', () => {
    fc.assert(
      fc.property(accounts, fc.boolean(), (account, invited) => {
        for (const challenge of planned(account, invited)?.challenges ?? []) {
          if (account.workflow === 'existing') expect(challenge.kind).toMatch(/^(credentials|email-code)$/)
          else if ('against' in challenge)
            expect(challenge).toEqual({ kind: 'password', against: ['active-directory'] })
          else expect(challenge.kind).toMatch(/^(entra-sign-in|email-code)$/)
        }
      }),
    )
  })
})

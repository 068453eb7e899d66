import type { RefusalCode } from '@muster/shared/step'
import type { Proof } from '@muster/shared/vocabulary'
import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { cellAccount } from '../testing/example-world.ts'
import type { Account } from './account.ts'
import type { Invitation, State } from './enrollment.ts'
import { type ChallengePlan, planChallenges } from './policy/challenge-plan.ts'
import { progressOf } from './progress.ts'

const counts = { 'active-directory': 2, 'entra-id': 2 }
const against = ['active-directory'] as const
const accountOf = (workflow: 'existing' | 'new', portalFactor: 'single' | 'two') =>
  cellAccount({ workflow, defaultAuthentication: 'both', portalFactor, entraFactor: 'multi' })

const plans = {
  new: { single: [{ kind: 'password', against }], two: [{ kind: 'password', against }, { kind: 'email-code' }] },
  existing: {
    single: [{ kind: 'credentials', against }],
    two: [{ kind: 'credentials', against }, { kind: 'email-code' }],
  },
} as const

const planOf = (workflow: 'existing' | 'new', portalFactor: 'single' | 'two'): ChallengePlan => ({
  challenges: plans[workflow][portalFactor],
  counts,
})

/** The number alone. */
const counted = (...args: Parameters<typeof progressOf>) => {
  const { at, of } = progressOf(...args)
  return { at, of }
}

const refused = (because: RefusalCode, proven: readonly Proof[] = []): State => ({ kind: 'refused', because, proven })

describe('“step at of of” counts the pages a person meets', () => {
  test.each([
    ['existing', 'single', 2],
    ['existing', 'two', 3],
    ['new', 'single', 3],
    ['new', 'two', 4],
  ] as const)(
    '%s workflow, %s-factor portal: %i pages, of which the first is where one says who one is',
    (workflow, portalFactor, of) => {
      expect(counted(exampleEnrollment(workflow), accountOf(workflow, portalFactor))).toMatchObject({ at: 1, of })
    },
  )

  test('new workflow, two-factor: password 2, e-mail code 3, device 4, enrolled 4', () => {
    const account = accountOf('new', 'two')
    const common = { user: exampleUser, plan: planOf('new', 'two'), confirmation: byDirectory() }
    const at = (state: State) => counted(exampleEnrollment('new', state), account)
    const code = { kind: 'email-code', codeId: 'c', sentTo: 'ana@example.test', confirmation: byDirectory() } as const
    expect(
      at({ kind: 'challenged', ...common, now: { kind: 'password' }, met: [], then: [{ kind: 'email-code' }] }),
    ).toEqual({ at: 2, of: 4 })
    expect(
      at({ kind: 'challenged', ...common, now: { kind: 'new-password' }, met: [], then: [{ kind: 'email-code' }] }),
    ).toEqual({ at: 2, of: 4 })
    expect(at({ kind: 'challenged', ...common, now: code, met: ['password'], then: [] })).toEqual({ at: 3, of: 4 })
    expect(at({ kind: 'choosing-device', ...common, met: ['password', 'email-code'] })).toEqual({ at: 4, of: 4 })
    const device = { id: 'd', platform: 'ios', name: 'iPhone', registeredAt: 0 } as const
    expect(at({ kind: 'enrolled', ...common, met: ['password', 'email-code'], device })).toEqual({ at: 4, of: 4 })
  })

  test('existing workflow, two-factor: e-mail code 2, device 3', () => {
    const account = accountOf('existing', 'two')
    const common = { user: exampleUser, plan: planOf('existing', 'two') }
    const code = { kind: 'email-code', codeId: 'c', sentTo: 'ana@example.test', confirmation: byEntra() } as const
    expect(
      counted(
        exampleEnrollment('existing', { kind: 'challenged', ...common, now: code, met: ['credentials'], then: [] }),
        account,
      ),
    ).toEqual({ at: 2, of: 3 })
    expect(
      counted(
        exampleEnrollment('existing', {
          kind: 'choosing-device',
          ...common,
          confirmation: byEntra(),
          met: ['credentials', 'email-code'],
        }),
        account,
      ),
    ).toEqual({ at: 3, of: 3 })
  })

  test('the frozen plan counts, whatever the account’s settings have become since', () => {
    const state = {
      kind: 'challenged',
      user: exampleUser,
      plan: planOf('new', 'two'),
      now: { kind: 'password' },
      met: [],
      then: [{ kind: 'email-code' }],
    } as const
    expect(counted(exampleEnrollment('new', state), accountOf('new', 'single'))).toEqual({ at: 2, of: 4 })
  })

  test('a refusal stands at the page it came from', () => {
    const account = accountOf('new', 'two')
    expect(counted(exampleEnrollment('new', refused('entra-failed')), account)).toEqual({ at: 2, of: 4 })
    expect(counted(exampleEnrollment('new', refused('code-exhausted', ['entra'])), account)).toEqual({
      at: 3,
      of: 4,
    })
    expect(counted(exampleEnrollment('new', refused('code-exhausted', ['entra', 'entra-mfa'])), account)).toEqual({
      at: 3,
      of: 4,
    })
    expect(
      counted(exampleEnrollment('existing', refused('authentication-not-configured')), accountOf('existing', 'two')),
    ).toEqual({ at: 1, of: 3 })
  })
})

describe('what each step asks', () => {
  const cell = {
    workflow: 'new',
    defaultAuthentication: 'active-directory',
    portalFactor: 'two',
    entraFactor: 'multi',
  } as const
  const asks = (account: Account, state?: State, invitation?: Invitation) =>
    progressOf({ ...exampleEnrollment(account.workflow, state), ...(invitation && { invitation }) }, account).asks

  test.each([
    ['new', 'active-directory', ['name', 'password', 'email-code', 'device']],
    ['new', 'entra-id', ['name', 'microsoft-approval', 'email-code', 'device']],
    ['new', 'both', ['name', 'microsoft-approval', 'email-code', 'device']],
    ['new', 'none', ['name', 'sign-in', 'email-code', 'device']],
    ['existing', 'active-directory', ['credentials', 'email-code', 'device']],
    ['existing', 'entra-id', ['credentials', 'email-code', 'device']],
    ['existing', 'both', ['credentials', 'email-code', 'device']],
    ['existing', 'none', ['credentials', 'email-code', 'device']],
  ] as const)('%s workflow, %s: %j, from the first page on', (workflow, defaultAuthentication, expected) => {
    expect(asks(cellAccount({ ...cell, workflow, defaultAuthentication }))).toEqual(expected)
  })

  test('the phone is announced only where Microsoft must ask for it', () => {
    const single = {
      ...cell,
      defaultAuthentication: 'entra-id',
      portalFactor: 'single',
      entraFactor: 'single',
    } as const
    expect(asks(cellAccount(single))).toEqual(['name', 'microsoft', 'device'])
  })

  const [first = { name: '' }] = cellAccount(cell).domains
  const mixed = [first, { name: 'cloud.example.test', authenticationType: 'entra-id' }] as const

  test('domains of different authorities: nobody knows before the name, and everybody after it', () => {
    const account = cellAccount(cell, { domains: mixed })
    expect(asks(account)).toEqual(['name', 'sign-in', 'email-code', 'device'])
    const plan = planChallenges(account, { ...exampleUser, domain: 'cloud.example.test' }, false)
    if (typeof plan === 'string') throw new Error(plan)
    const met = { user: exampleUser, plan, met: [], then: [{ kind: 'email-code' }] } as const
    const now = { kind: 'entra-sign-in', nonce: 'n', contextMissed: false } as const
    expect(asks(account, { kind: 'challenged', ...met, now })).toEqual([
      'name',
      'microsoft-approval',
      'email-code',
      'device',
    ])
  })

  test('who has an authority of their own is not told by the first page: not to strangers, and not to the invited', () => {
    const users = [
      { username: 'ana', domain: exampleUser.domain },
      { username: 'eva', domain: exampleUser.domain, authenticationType: 'entra-id' },
    ] as const
    const account = cellAccount(cell, { users })
    expect(asks(account)).toEqual(['name', 'password', 'email-code', 'device'])
    const [ana, eva] = ['ana', 'eva'].map((username) => asks(account, undefined, { id: 'r', username }))
    expect(ana).toEqual(['name', 'sign-in', 'email-code', 'device'])
    expect(eva).toEqual(ana)
  })
})

import { describe, expect, test } from 'vitest'
import { byDirectory, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { cellAccount } from '../testing/example-world.ts'
import type { State } from './enrollment.ts'
import { followAccount } from './follow-account.ts'

const account = cellAccount({
  workflow: 'new',
  defaultAuthentication: 'both',
  portalFactor: 'two',
  entraFactor: 'single',
})
const { entra: _, ...withoutEntra } = account
const plan = {
  challenges: [{ kind: 'password', against: ['active-directory'] }, { kind: 'email-code' }],
  counts: { 'active-directory': 2, 'entra-id': 2 },
} as const
const common = { user: exampleUser, plan } as const

const states = {
  identifying: { kind: 'identifying' },
  password: { kind: 'challenged', ...common, now: { kind: 'password' }, met: [], then: [{ kind: 'email-code' }] },
  entra: {
    kind: 'challenged',
    ...common,
    now: { kind: 'entra-sign-in', nonce: 'n', contextMissed: false },
    met: [],
    then: [],
  },
  code: {
    kind: 'challenged',
    ...common,
    now: { kind: 'email-code', codeId: 'c', sentTo: 'ana@corp.example.test', confirmation: byDirectory() },
    met: ['password'],
    then: [],
  },
  device: { kind: 'choosing-device', ...common, confirmation: byDirectory(), met: ['password', 'email-code'] },
  enrolled: {
    kind: 'enrolled',
    ...common,
    confirmation: byDirectory(),
    met: ['password', 'email-code'],
    device: { id: 'd', platform: 'ios', name: 'iPhone', registeredAt: 0 },
  },
  refused: { kind: 'refused', because: 'entra-failed', proven: [] },
} as const satisfies Record<string, State>

const every = Object.entries(states)

describe('an enrollment follows its account', () => {
  test.each(every)('%s: an account that is as it was changes nothing', (_name, state) => {
    const enrollment = exampleEnrollment('new', state)
    expect(followAccount(enrollment, account)).toBe(enrollment)
  })

  test.each(['identifying', 'password', 'entra'] as const)(
    '%s: with nothing proven, it goes on in the account’s present workflow, from its first page',
    (name) => {
      const enrollment = exampleEnrollment('new', states[name])
      expect(followAccount(enrollment, { ...account, workflow: 'existing' })).toEqual({
        ...enrollment,
        workflow: 'existing',
        state: { kind: 'identifying' },
      })
    },
  )

  test.each(['code', 'device', 'enrolled', 'refused'] as const)(
    '%s: what is proven or over ends in the workflow it began in',
    (name) => {
      const enrollment = exampleEnrollment('new', states[name])
      expect(followAccount(enrollment, { ...account, workflow: 'existing' })).toBe(enrollment)
    },
  )

  test.each(['identifying', 'password', 'entra', 'code', 'device'] as const)(
    '%s: a closed account enrolls nobody',
    (name) => {
      for (const workflow of ['new', 'existing'] as const) {
        const { state } = followAccount(exampleEnrollment('new', states[name]), {
          ...account,
          workflow,
          status: 'closed',
        })
        expect(state).toMatchObject({ kind: 'refused', because: 'account-closed' })
      }
    },
  )

  test('a closing account’s refusal keeps what was proven', () => {
    const { state } = followAccount(exampleEnrollment('new', states.device), { ...account, status: 'closed' })
    expect(state).toEqual({ kind: 'refused', because: 'account-closed', proven: ['password', 'email-code'] })
  })

  test.each(['enrolled', 'refused'] as const)('%s: final, even when the account closes', (name) => {
    const enrollment = exampleEnrollment('new', states[name])
    expect(followAccount(enrollment, { ...account, status: 'closed' })).toBe(enrollment)
  })

  test('an Entra sign-in whose tenant was taken from the account is refused, and no other step is', () => {
    expect(followAccount(exampleEnrollment('new', states.entra), withoutEntra).state).toEqual({
      kind: 'refused',
      because: 'authentication-not-configured',
      proven: [],
    })
    for (const [name, state] of every) {
      const enrollment = exampleEnrollment('new', state)
      if (name !== 'entra') expect(followAccount(enrollment, withoutEntra)).toBe(enrollment)
    }
  })
})

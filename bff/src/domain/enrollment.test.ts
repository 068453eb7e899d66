import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, exampleUser } from '../testing/example-enrollments.ts'
import type { AuthenticationType } from '@muster/shared/vocabulary'
import { type Confirmation, factorsCounted, isEarned, provenIn, type State, type StateOf } from './enrollment.ts'
import type { ChallengePlan } from './policy/challenge-plan.ts'

const plan: ChallengePlan = {
  challenges: [{ kind: 'entra-sign-in', authenticationContext: 'c1' }, { kind: 'email-code' }],
  counts: { 'entra-id': 3, 'active-directory': 2 },
}
const common = { user: exampleUser, plan } as const
const device = { id: 'd', platform: 'ios', name: 'iPhone', registeredAt: 0 } as const
const waiting: State = {
  kind: 'challenged',
  ...common,
  now: { kind: 'entra-sign-in', nonce: 'n', contextMissed: false },
  met: [],
  then: [{ kind: 'email-code' }],
}
const code: State = {
  kind: 'challenged',
  ...common,
  now: { kind: 'email-code', codeId: 'c', sentTo: 'ana@example.test', confirmation: byEntra(true) },
  met: ['entra-sign-in'],
  then: [],
}
const choosing: StateOf<'choosing-device'> = {
  kind: 'choosing-device',
  ...common,
  confirmation: byEntra(true),
  met: ['entra-sign-in', 'email-code'],
}
const enrolled: State = { ...choosing, kind: 'enrolled', device }
const refused: State = { kind: 'refused', because: 'code-exhausted', proven: ['entra'] }

describe('what is proven', () => {
  test('is nothing until an authority has confirmed the person', () => {
    expect(provenIn({ kind: 'identifying' })).toEqual([])
    expect(provenIn(waiting)).toEqual([])
  })

  test('is the authority’s word while the code is awaited, and the code too once it was right', () => {
    expect(provenIn(code)).toEqual(['entra', 'entra-mfa'])
    expect(provenIn(choosing)).toEqual(['entra', 'entra-mfa', 'email-code'])
    expect(provenIn(enrolled)).toEqual(['entra', 'entra-mfa', 'email-code'])
  })

  test('has no code where none was asked', () => {
    expect(provenIn({ kind: 'choosing-device', ...common, confirmation: byDirectory(), met: ['password'] })).toEqual([
      'password',
    ])
  })

  test('stays with a refusal', () => {
    expect(provenIn(refused)).toEqual(['entra'])
  })
})

describe('the published number of factors', () => {
  test('is 0 until all challenges are met', () => {
    for (const state of [{ kind: 'identifying' } as const, waiting, code, refused])
      expect(factorsCounted(state)).toBe(0)
  })

  test('is then the plan’s number for whoever confirmed the person, not a sum of what was proven', () => {
    expect(factorsCounted(choosing)).toBe(3)
    expect(factorsCounted(enrolled)).toBe(3)
    expect(factorsCounted({ ...choosing, confirmation: byEntra(false) })).toBe(3)
    expect(factorsCounted({ ...choosing, confirmation: byDirectory() })).toBe(2)
  })
})

describe('a device is earned', () => {
  test('by every planned challenge in its order, and by nothing less or else', () => {
    const after = (...met: readonly (typeof choosing)['met'][number][]) => isEarned({ ...choosing, met })
    expect(after('entra-sign-in', 'email-code')).toBe(true)
    expect(after()).toBe(false)
    expect(after('entra-sign-in')).toBe(false)
    expect(after('email-code', 'entra-sign-in')).toBe(false)
    expect(after('password', 'email-code')).toBe(false)
    expect(after('entra-sign-in', 'email-code', 'email-code')).toBe(false)
  })

  test('by the word of an authority that was asked, for what it was asked', () => {
    const confirmed = (confirmation: Confirmation) => isEarned({ ...choosing, confirmation })
    expect(confirmed(byEntra(true))).toBe(true)
    expect(confirmed(byEntra(false))).toBe(false)
    expect(confirmed(byDirectory())).toBe(false)
    expect(confirmed({ ...byEntra(true), proven: [] })).toBe(false)
    expect(confirmed({ ...byEntra(true), proven: ['entra-mfa'] })).toBe(false)
    expect(confirmed({ ...byEntra(true), proven: ['password'] })).toBe(false)
  })

  test('by a password that the planned authority took', () => {
    const asked = (against: readonly AuthenticationType[], confirmation: Confirmation) =>
      isEarned({
        plan: { ...plan, challenges: [{ kind: 'password', against }] },
        met: ['password'],
        confirmation,
      })
    expect(asked(['active-directory'], byDirectory())).toBe(true)
    expect(asked(['entra-id', 'active-directory'], byDirectory())).toBe(true)
    expect(asked(['entra-id', 'active-directory'], byEntra(false))).toBe(true)
    expect(asked(['entra-id'], byDirectory())).toBe(false)
    expect(asked(['active-directory'], { ...byDirectory(), proven: [] })).toBe(false)
    expect(asked(['active-directory'], { ...byDirectory(), proven: ['email-code'] })).toBe(false)
  })
})

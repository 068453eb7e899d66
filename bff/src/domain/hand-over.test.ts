import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import type { OpenChallenge, State } from './enrollment.ts'
import { canHandOver, formatNumber, handedOver, provenPerson } from './hand-over.ts'
import type { ChallengePlan } from './policy/challenge-plan.ts'

const plan: ChallengePlan = {
  challenges: [{ kind: 'password', against: ['active-directory'] }, { kind: 'email-code' }],
  counts: { 'entra-id': 3, 'active-directory': 2 },
}
const asked = (now: OpenChallenge): State => ({ kind: 'challenged', user: exampleUser, plan, now, met: [], then: [] })
const entra = asked({ kind: 'entra-sign-in', nonce: 'asked-for-on-the-desktop', contextMissed: true })
const code = asked({ kind: 'email-code', codeId: 'c', sentTo: 'ana@example.test', confirmation: byDirectory() })
const choosing: State = {
  kind: 'choosing-device',
  user: exampleUser,
  plan,
  confirmation: byEntra(),
  met: ['password', 'email-code'],
}
const device = { id: 'd', platform: 'ios', name: 'iPhone', registeredAt: 0 } as const
const enrolled: State = { ...choosing, kind: 'enrolled', device }
const refused: State = { kind: 'refused', because: 'entra-failed', proven: [] }
const at = (state: State) => exampleEnrollment('new', state)

describe('an enrollment on its second device', () => {
  test.each([
    { name: 'identifying', state: { kind: 'identifying' } as const },
    { name: 'password', state: asked({ kind: 'password' }) },
    { name: 'e-mail code', state: code },
    { name: 'device', state: choosing },
    { name: 'enrolled', state: enrolled },
  ])('keeps all that it has at $name, and is active', ({ state }) => {
    const before = { ...at(state), extensions: 3, invitation: { id: 'r', platform: 'ios' as const } }
    expect(handedOver(before, 'fresh', 5000)).toEqual({ ...before, activeAt: 5000 })
    expect(canHandOver(before)).toBe(true)
  })

  test('waits for an answer of Microsoft’s that was asked for there', () => {
    const { state } = handedOver(at(entra), 'fresh', 5000)
    expect(state).toEqual(asked({ kind: 'entra-sign-in', nonce: 'fresh', contextMissed: true }))
  })

  test('a refused one goes on nowhere', () => {
    expect(canHandOver(at(refused))).toBe(false)
  })
})

test('the second device is told a name only once somebody has proven to be that person', () => {
  const proofs = [{ kind: 'identifying' } as const, asked({ kind: 'password' }), entra, refused]
  for (const state of proofs) expect(provenPerson(at(state))).toBeUndefined()
  for (const state of [code, choosing, enrolled]) expect(provenPerson(at(state))).toBe(exampleUser.principal)
})

test('a number has two digits, and the first is none that people leave out', () => {
  const all = Array.from({ length: 90 }, (_, index) => formatNumber(index))
  expect(all.every((number) => /^[1-9]\d$/.test(number))).toBe(true)
  expect(new Set(all).size).toBe(90)
})

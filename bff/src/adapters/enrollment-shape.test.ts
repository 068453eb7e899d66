import { expect, test } from 'vitest'
import type { Enrollment, State } from '../domain/enrollment.ts'
import type { ChallengePlan } from '../domain/policy/challenge-plan.ts'
import { byEntra, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { parseEnrollment } from './enrollment-shape.ts'

const plan: ChallengePlan = {
  challenges: [{ kind: 'password', against: ['active-directory'] }],
  counts: { 'active-directory': 1, 'entra-id': 1 },
}
const walking = { user: exampleUser, plan, met: [] } as const
const device = { id: 'd', platform: 'ios', name: 'iPhone', registeredAt: 5 } as const
const said = {
  error: 'access_denied',
  errorCodes: [53003],
  traceId: '255d1aef-8c98-452f-ac51-23d051240864',
  correlationId: 'fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7',
  at: 7,
} as const

const states: readonly (readonly [string, State])[] = [
  ['signing in again', { kind: 'identifying', again: { user: exampleUser, note: 'unconfirmed' } }],
  ['a password to show', { kind: 'challenged', ...walking, now: { kind: 'password', note: 'changed' }, then: [] }],
  [
    'enrolled, with its hand-off',
    { kind: 'enrolled', ...walking, confirmation: byEntra(), device, handOff: 'x:{device}' },
  ],
  [
    'refused by Microsoft',
    { kind: 'refused', because: 'entra-failed', proven: [], entra: { reason: 'blocked-by-policy', said } },
  ],
  ['refused, as it was kept before there were reasons', { kind: 'refused', because: 'entra-failed', proven: [] }],
]

test.each(states)('%s: comes out of its row as it went in', (_what, state) => {
  const enrollment: Enrollment = exampleEnrollment('new', state)
  expect(parseEnrollment(JSON.stringify(enrollment))).toEqual(enrollment)
})

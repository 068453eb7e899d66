import { describe, expect, test } from 'vitest'
import { byDirectory, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import type { Enrollment } from './enrollment.ts'
import { expiryOf, isExpired } from './lifetime.ts'
import { standardSettings } from './limits.ts'

const minute = 60_000
const rules = { lifetime: 60 * minute, idle: 20 * minute, extensions: 2 }
const begun = exampleEnrollment('new')
const active = (activeAt: number): Enrollment => ({ ...begun, activeAt })
const plan = {
  challenges: [{ kind: 'password', against: ['active-directory'] }],
  counts: { 'active-directory': 1, 'entra-id': 1 },
} as const

describe('an enrollment ends', () => {
  test('the standard’s numbers are 60 minutes in all and 20 without activity', () => {
    expect(standardSettings).toMatchObject({ enrollmentLifetime: 60 * minute, enrollmentIdle: 20 * minute })
  })

  test('20 minutes after the last thing the person did', () => {
    expect(expiryOf(active(5 * minute), rules)).toBe(25 * minute)
    expect(isExpired(active(5 * minute), rules, 25 * minute - 1)).toBe(false)
    expect(isExpired(active(5 * minute), rules, 25 * minute)).toBe(true)
  })

  test('60 minutes after it began, however active the person is', () => {
    expect(expiryOf(active(59 * minute), rules)).toBe(60 * minute)
    expect(isExpired(active(59 * minute), rules, 60 * minute)).toBe(true)
  })

  test('never, once it is enrolled or refused: those are final and stay readable', () => {
    const device = { id: 'd', platform: 'ios', name: 'iPhone', registeredAt: 0 } as const
    const enrolled = {
      kind: 'enrolled',
      user: exampleUser,
      plan,
      confirmation: byDirectory(),
      met: ['password'],
      device,
    } as const
    const refused = { kind: 'refused', because: 'entra-failed', proven: [] } as const
    for (const state of [enrolled, refused])
      expect(isExpired(exampleEnrollment('new', state), rules, 10_000 * minute)).toBe(false)
  })
})

import { everyRoute as routes } from '@muster/shared/every-route'
import { describe, expect, test } from 'vitest'
import { demoSettings, directoryBudget, limits, standardSettings } from './limits.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('the directory budget never locks anybody', () => {
  test.each([
    [0, 5],
    [3, 1],
    [4, 1],
    [5, 2],
    [6, 2],
    [7, 3],
    [9, 4],
    [10, 4],
    [11, 5],
    [50, 5],
  ])('a lockout threshold of %i leaves %i failures', (threshold, allowed) => {
    expect(directoryBudget({ lockoutThreshold: threshold }).allowed).toBe(allowed)
  })

  test.each([
    [3, 2],
    [4, 2],
    [5, 2],
    [10, 4],
  ])('a lockout threshold of %i leaves %i where nobody has two names', (lockoutThreshold, allowed) => {
    expect(directoryBudget({ lockoutThreshold, oneNamePerPerson: true }).allowed).toBe(allowed)
  })

  test('an unknown threshold is taken for 10', () => {
    expect(directoryBudget({})).toEqual(directoryBudget({ lockoutThreshold: 10 }))
  })

  test('the budgets of all names that a person may have stay below every threshold, together', () => {
    for (let lockoutThreshold = 3; lockoutThreshold < 100; lockoutThreshold += 1) {
      expect(2 * directoryBudget({ lockoutThreshold }).allowed).toBeLessThan(lockoutThreshold)
      expect(directoryBudget({ lockoutThreshold, oneNamePerPerson: true }).allowed).toBeLessThan(lockoutThreshold)
    }
  })

  test('the window is a minute longer than the directory’s, and 16 minutes at least', () => {
    expect(directoryBudget({ lockoutThreshold: 0 }).window).toBe(16 * minute)
    expect(directoryBudget({ lockoutWindowMinutes: 5 }).window).toBe(16 * minute)
    expect(directoryBudget({ lockoutWindowMinutes: 30 }).window).toBe(31 * minute)
  })

  test('a window that nobody told is taken for an hour', () => {
    expect(directoryBudget({ lockoutThreshold: 10 }).window).toBe(61 * minute)
    expect(directoryBudget({}).window).toBe(61 * minute)
  })
})

describe('limits', () => {
  test('carry the standard’s numbers (sections 5.3 and 7)', () => {
    expect(
      Object.fromEntries(Object.entries(limits).map(([name, { by, rate, per }]) => [name, [by, rate, per]])),
    ).toEqual({
      'start-per-address-minute': ['address', 20, minute],
      'start-per-address-hour': ['address', 200, hour],
      'identity-per-address-minute': ['address', 60, minute],
      'name-per-user-and-address': ['user-and-address', 10, 15 * minute],
      'password-failures-per-address': ['address', 30, hour],
      'failing-users-per-address': ['address', 10, 15 * minute],
      'password-step-shut': ['address', 1, 15 * minute],
      'first-failure-per-user': ['user-and-address', 1, 15 * minute],
      'entra-posts-per-enrollment': ['enrollment', 10, day],
      'codes-sent-per-minute': ['user', 1, minute],
      'codes-sent-per-quarter-hour': ['user', 3, 15 * minute],
      'codes-sent-per-hour': ['user', 5, hour],
      'codes-sent-per-day': ['user', 10, day],
      'wrong-codes-per-hour': ['user', 15, hour],
      'wrong-codes-per-day': ['user', 30, day],
      'reports-per-address': ['address', 20, minute],
      'told-of-wrong-codes-per-hour': ['user', 1, hour],
      'told-of-wrong-codes-per-day': ['user', 1, day],
      'hand-overs-per-enrollment': ['enrollment', 10, hour],
      'hand-over-codes-per-address': ['address', 20, minute],
      'registrations-per-user': ['user', 5, hour],
      'refusal-audited': ['user-and-address', 1, 15 * minute],
    })
  })

  test('name calls of the contract', () => {
    for (const { guards } of Object.values(limits)) for (const call of guards) expect(routes).toHaveProperty(call)
  })

  test('every call that takes a secret is guarded by one', () => {
    const guarded = new Set(Object.values(limits).flatMap(({ guards }): readonly string[] => guards))
    for (const call of [
      'password',
      'credentials',
      'newPassword',
      'entraSignIn',
      'emailCode',
      'redeemHandOver',
      'answerHandOver',
    ])
      expect(guarded).toContain(call)
  })
})

describe('settings', () => {
  test('the standard’s lifetimes, tries and floors', () => {
    expect(standardSettings).toEqual({
      enrollmentLifetime: hour,
      enrollmentIdle: 20 * minute,
      extensions: 10,
      cookieGrace: 2 * minute,
      codeLifetime: 10 * minute,
      codeTries: 5,
      resendAfter: minute,
      handOverLifetime: 2 * minute,
      responseFloor: 400,
      responseFloorSpread: 50,
      provenOpenPerUser: 3,
      requestsInFlight: 500,
      endedEnrollmentsKept: 30 * day,
      auditKept: 400 * day,
      rateFactor: 1,
      limits: {},
    })
  })

  test('the demo world relaxes limits, the resend and the floor, and nothing else', () => {
    const { rateFactor, resendAfter, responseFloor, responseFloorSpread, ...rest } = demoSettings
    expect({ rateFactor, resendAfter, responseFloor, responseFloorSpread }).toEqual({
      rateFactor: 100,
      resendAfter: 5000,
      responseFloor: 0,
      responseFloorSpread: 0,
    })
    expect(standardSettings).toMatchObject(rest)
  })
})

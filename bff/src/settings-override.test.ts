import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import { standardSettings } from './domain/limits.ts'
import { overriddenSettings } from './settings-override.ts'

const overridden = (value: unknown) => overriddenSettings(JSON.stringify(value), standardSettings)
const told = (text: string): readonly string[] => {
  try {
    overriddenSettings(text, standardSettings)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
}

test('what is not named stays as it is', () => {
  expect(overridden({})).toEqual(standardSettings)
  expect(overridden({ enrollmentIdle: 1_800_000, rateFactor: 0.5 })).toEqual({
    ...standardSettings,
    enrollmentIdle: 1_800_000,
    rateFactor: 0.5,
  })
})

test('a limit takes another rate by its name', () => {
  expect(overridden({ limits: { 'start-per-address-minute': 40 } }).limits).toEqual({ 'start-per-address-minute': 40 })
})

test.each<readonly [string, unknown, string]>([
  ['tries per code', { codeTries: 6 }, 'codeTries is the same everywhere, and cannot be set'],
  ['fewer tries per code', { codeTries: 3 }, 'codeTries is the same everywhere, and cannot be set'],
  ['a fraction', { extensions: 1.5 }, 'extensions must be a whole number of at least 0'],
  ['a negative number', { responseFloor: -1 }, 'responseFloor must be a whole number of at least 0'],
  ['a life of a code below a minute', { codeLifetime: 600 }, 'codeLifetime must be a whole number of at least 60000'],
  ['an idle time below a minute', { enrollmentIdle: 20 }, 'enrollmentIdle must be a whole number of at least 60000'],
  ['a text', { resendAfter: '5s' }, 'resendAfter must be a whole number of at least 0'],
  ['no room for requests', { requestsInFlight: 9 }, 'requestsInFlight must be a whole number of at least 10'],
  ['no row for a proven person', { provenOpenPerUser: 0 }, 'provenOpenPerUser must be a whole number of at least 1'],
  ['a factor of nothing', { rateFactor: 0 }, 'rateFactor must be more than 0'],
  ['an unknown name', { idle: 1 }, 'idle is not a setting; known are enrollmentLifetime, '],
  ['limits that are a number', { limits: 5 }, 'limits must be an object such as {"start-per-address-minute": 40}'],
  ['an unknown limit', { limits: { start: 1 } }, 'limits.start is not a limit; known are start-per-address-minute, '],
  ['a rate of nothing', { limits: { 'registrations-per-user': 0 } }, 'limits.registrations-per-user must be a whole'],
  ['a rate by halves', { limits: { 'registrations-per-user': 2.5 } }, 'limits.registrations-per-user must be a whole'],
  ['a mark', { limits: { 'first-failure-per-user': 2 } }, 'limits.first-failure-per-user is not a limit; known are '],
  ['another mark', { limits: { 'password-step-shut': 2 } }, 'limits.password-step-shut is not a limit; known are '],
  [
    'a third mark',
    { limits: { 'told-of-wrong-codes-per-hour': 2 } },
    'limits.told-of-wrong-codes-per-hour is not a limit; known are ',
  ],
])('%s is refused, by name', (_what, value, words) => {
  expect(told(JSON.stringify(value))).toEqual([expect.stringContaining(`MUSTER_SETTINGS: ${words}`)])
})

test.each(['', '{', '[]', '5', 'null'])('%j is no object', (text) => {
  expect(told(text)).toEqual([expect.stringMatching(/^MUSTER_SETTINGS: must be a JSON object/)])
})

test('every mistake is told at once', () => {
  expect(told('{"codeTries": 9, "extensions": -1, "limits": {"x": 1}}')).toHaveLength(3)
})

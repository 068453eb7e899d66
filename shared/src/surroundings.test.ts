import { describe, expect, test } from 'vitest'
import { isAppleSafari, platformOf, surroundingsOf } from './surroundings.ts'
import { seen } from './testing/user-agents.ts'

test.each(seen)('$name', ({ signs, is }) => {
  expect(surroundingsOf(signs)).toEqual(is)
})

describe('what can be enrolled here', () => {
  test.each(seen)('$name', ({ signs, is }) => {
    const device = is.kind !== 'unknown' && ['ios', 'android', 'windows'].includes(is.system)
    expect(platformOf(surroundingsOf(signs))).toBe(device ? is.system : undefined)
  })
})

describe('profiles are taken from Safari, and from nothing that only looks like it', () => {
  test.each(seen)('$name', ({ name, signs }) => {
    expect(isAppleSafari(surroundingsOf(signs))).toBe(name.startsWith('Safari'))
  })
})

test.each([
  ['"Windows"', '', 'windows'],
  ['Android', 'Mozilla/5.0 (X11; Linux x86_64)', 'android'],
  ['"Linux"', 'Mozilla/5.0 (Windows NT 10.0)', 'windows'],
  ['"macOS"', '', 'mac'],
] as const)('the hint %s beside “%s” is %s', (platformHint, userAgent, system) => {
  expect(surroundingsOf({ userAgent, platformHint })).toMatchObject({ system })
})

test.each(['"constructor"', '"Unknown"', ''])('the hint %s tells nothing', (platformHint) => {
  expect(surroundingsOf({ userAgent: '', platformHint })).toEqual({ kind: 'unknown' })
})

test('a user agent without end takes no time without end', () => {
  const userAgent = `Mozilla/5.0 (iPhone; ${'Version/1 '.repeat(50)}`
  expect(surroundingsOf({ userAgent })).toEqual({ kind: 'app', system: 'ios', app: 'other' })
})

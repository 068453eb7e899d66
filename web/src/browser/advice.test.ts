import { type Surroundings, surroundingsOf } from '@muster/shared/surroundings'
import { seen } from '@muster/shared/testing/user-agents'
import type { Platform } from '@muster/shared/vocabulary'
import { describe, expect, test } from 'vitest'
import { adviceAtStart, adviceForSetUp, suggestedHere } from './advice.ts'

const met = (name: string): Surroundings => {
  const one = seen.find((each) => each.name === name)
  if (one === undefined) throw new Error(`nobody has met ${name}`)
  return surroundingsOf(one.signs)
}
const all: readonly Platform[] = ['ios', 'android', 'windows']
const phones: readonly Platform[] = ['ios', 'android']

describe('before signing in', () => {
  test.each([
    ['Safari on iOS 26', all, undefined],
    ['Chrome on iOS', all, undefined],
    ['Chrome on Android, reduced', all, undefined],
    ['Edge on Windows', all, undefined],
    ['nothing', all, undefined],
    ['Safari on an iPad that asks for desktop pages', phones, undefined],
    ['Instagram on Android', all, { kind: 'leave-app', app: 'instagram', system: 'android' }],
    ['LinkedIn on iOS', all, { kind: 'leave-app', app: 'linkedin', system: 'ios' }],
    ['an app on iOS that does not say which', all, { kind: 'leave-app', app: 'other', system: 'ios' }],
    ['Edge on Windows', phones, { kind: 'other-device', here: 'windows', wanted: 'phone' }],
    ['Chrome on a Mac', all, { kind: 'other-device', here: 'mac', wanted: 'phone' }],
    ['a Chromebook', phones, { kind: 'other-device', here: 'chromeos', wanted: 'phone' }],
    ['Firefox on Linux', ['windows'], { kind: 'other-device', here: 'linux', wanted: 'computer' }],
    ['Safari on iOS 26', ['windows'], { kind: 'other-device', here: 'ios', wanted: 'computer' }],
    ['Safari on iOS 26', ['android'], { kind: 'other-device', here: 'ios', wanted: 'phone' }],
    // Leaving the app would not help: it is the wrong device.
    ['Instagram on Android', ['ios'], { kind: 'other-device', here: 'android', wanted: 'phone' }],
  ] as const)('%s, where %j can be enrolled', (name, platforms, advice) => {
    expect(adviceAtStart(met(name), platforms)).toEqual(advice)
  })
})

describe('where the set-up goes on', () => {
  test.each([
    ['Safari on iOS 26', 'ios', undefined],
    ['Safari on an iPad that asks for desktop pages', 'ios', undefined],
    ['Chrome on iOS', 'ios', 'safari'],
    ['Edge on an iPad', 'ios', 'safari'],
    ['Firefox on iOS', 'ios', 'safari'],
    ['Facebook on iOS', 'ios', 'safari'],
    // On another screen there is a picture to scan.
    ['Edge on Windows', 'ios', undefined],
    ['Safari on a Mac', 'ios', undefined],
    ['Chrome on Android, reduced', 'ios', undefined],
    ['Edge on Windows', 'windows', undefined],
    ['Firefox on Windows', 'windows', 'edge'],
    ['Chrome on a Mac', 'windows', undefined],
    ['Chrome on Android, reduced', 'android', undefined],
    ['Instagram on Android', 'android', undefined],
    ['nothing', 'ios', undefined],
  ] as const)('%s, for %s', (name, platform, advice) => {
    expect(adviceForSetUp(met(name), platform)).toBe(advice)
  })
})

describe('what is suggested', () => {
  const ipad = met('Safari on an iPad that asks for desktop pages')
  test('an iPad that the server took for a Mac', () => {
    expect(suggestedHere(ipad, ['android', 'ios'], 'android')).toBe('ios')
  })
  test('but not against an invitation', () => {
    expect(suggestedHere(ipad, ['android', 'windows', 'ios'], 'windows')).toBe('windows')
  })
  test('nor what the account does not enroll', () => {
    expect(suggestedHere(ipad, ['android'], 'android')).toBe('android')
  })
  test('elsewhere, what the server says', () => {
    expect(suggestedHere(met('Edge on Windows'), all, 'ios')).toBe('ios')
  })
})

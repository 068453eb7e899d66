import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import type { Account } from '../domain/account.ts'
import type { Device, StateOf } from '../domain/enrollment.ts'
import { aDevice, anAccount, enrolled } from '../ports/store-fixtures.ts'
import { makeHandOffLinks } from './hand-off-links.ts'

const browsers = {
  'Safari on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  'Safari on an iPad':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
  'Chrome on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
  'Firefox on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15',
  'Edge on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 EdgiOS/140.0 Mobile/15E148 Safari/604.1',
  'a mail app on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Chrome on a Mac':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Chrome on Windows':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Chrome on Android':
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'an app on Android':
    'Mozilla/5.0 (Linux; Android 15; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36',
} as const

const stateOf = (device: Partial<Device>, user: Partial<StateOf<'enrolled'>['user']> = {}): StateOf<'enrolled'> => {
  const state = enrolled('ad:corp.example.test:ana', { ...aDevice('device-1', 0), ...device })
  return { ...state, user: { ...state.user, ...user } }
}
const handOff = (
  template: string,
  device: Partial<Device> = {},
  userAgent: string = browsers['Safari on an iPhone'],
  user = {},
) => {
  const platform = device.platform ?? 'ios'
  const account: Account = anAccount('acme', { handOff: { [platform]: template } })
  return makeHandOffLinks(account, stateOf({ ...device, platform }, user), userAgent, 'ABCD-EFGH')
}

describe('the link', () => {
  test('has every variable that an account may use', () => {
    const template =
      'https://mdm.example.test/{account}/{device}?u={username}&d={domain}&p={principal}&o={ownership}&r={reference}'
    expect(handOff(template, { ownership: 'personal' }).url).toBe(
      'https://mdm.example.test/acme/device-1?u=ana&d=corp.example.test&p=ana%40corp.example.test&o=personal&r=ABCD-EFGH',
    )
  })

  test('has nothing where the ownership was not asked', () => {
    expect(handOff('https://mdm.example.test/?o={ownership}&x=1').url).toBe('https://mdm.example.test/?o=&x=1')
  })

  test('to Windows’ own enrollment is escaped: no name adds a parameter', () => {
    const principal = "o'brien&servername=evil.example+(1)@corp.example.test"
    const { url } = handOff(
      'ms-device-enrollment:?mode=mdm&username={principal}&servername=https%3A%2F%2Fmdm.example.test',
      { platform: 'windows' },
      '',
      { principal },
    )
    expect(url.startsWith('ms-device-enrollment:?mode=mdm&username=')).toBe(true)
    expect([...new URL(url).searchParams]).toEqual([
      ['mode', 'mdm'],
      ['username', principal],
      ['servername', 'https://mdm.example.test'],
    ])
  })

  test('is missing only by a mistake of ours', () => {
    expect(() => makeHandOffLinks(anAccount('acme', { handOff: {} }), stateOf({}), '', 'ABCD-EFGH')).toThrow(
      /acme has no hand-off for ios/,
    )
  })
})

describe('a browser hint for iOS', () => {
  test.each([
    ['Safari on an iPhone', undefined],
    ['Safari on an iPad', undefined],
    ['Chrome on an iPhone', 'safari'],
    ['Firefox on an iPhone', 'safari'],
    ['Edge on an iPhone', 'safari'],
    ['a mail app on an iPhone', 'safari'],
    ['Chrome on a Mac', 'safari'],
    ['Chrome on Windows', 'safari'],
    ['Chrome on Android', 'safari'],
    ['an app on Android', 'safari'],
  ] as const)('in %s is %s', (browser, hint) => {
    expect(handOff('https://mdm.example.test/', {}, browsers[browser]).browserHint).toBe(hint)
  })

  test.each(['android', 'windows'] as const)('is never given for %s', (platform) => {
    expect(handOff('https://mdm.example.test/', { platform }, browsers['Chrome on an iPhone'])).not.toHaveProperty(
      'browserHint',
    )
  })
})

describe('a QR code', () => {
  test.each(['ios', 'android'] as const)('for %s is a picture of the link, dark on light', (platform) => {
    const { url, qr = '' } = handOff(
      'https://mdm.example.test/{device}?user={principal}',
      { platform },
      browsers['Chrome on Windows'],
    )
    const head = 'data:image/svg+xml,'
    expect(qr.startsWith(head)).toBe(true)
    const svg = decodeURIComponent(qr.slice(head.length))
    const { data, size } = encode(url, { border: 0, maskPattern: 3 })
    const drawn = data.map((row) => row.map(() => false))
    for (const [, x, y, width] of svg.matchAll(/M(\d+),(\d+)h(\d+)v1H\1z/g))
      drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
    expect(drawn).toEqual(data)
    // The quiet zone is part of it: readers want some light around.
    expect(svg).toContain(`viewBox="-2,-2,${size + 4},${size + 4}"`)
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
    expect(svg).not.toMatch(/<script|href|onload/)
  })

  test('for ios is made in Safari too, which may be a Mac’s', () => {
    expect(handOff('https://mdm.example.test/', {}, browsers['Safari on an iPad'])).toHaveProperty('qr')
  })

  test('is not made for Windows, which is set up where its page is open', () => {
    expect(handOff('https://mdm.example.test/', { platform: 'windows' })).not.toHaveProperty('qr')
  })
})

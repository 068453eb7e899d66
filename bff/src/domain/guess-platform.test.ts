import { platformOf, surroundingsOf } from '@muster/shared/surroundings'
import { seen } from '@muster/shared/testing/user-agents'
import { describe, expect, test } from 'vitest'
import { guessPlatform, likelyPlatform } from './guess-platform.ts'

test.each([
  [
    'iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1',
    undefined,
    'ios',
  ],
  ['iPad', 'Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X)', undefined, 'ios'],
  ['Android', 'Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/143.0 Mobile Safari/537.36', undefined, 'android'],
  ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/143.0', undefined, 'windows'],
  ['a client hint', '', '"Windows"', 'windows'],
  ['a client hint goes before the user agent', 'Mozilla/5.0 (X11; Linux x86_64)', '"Android"', 'android'],
  ['a hint of something else leaves it to the user agent', 'Mozilla/5.0 (Windows NT 10.0)', '"Linux"', 'windows'],
  ['a Mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', '"macOS"', undefined],
  ['nothing', '', undefined, undefined],
  ['a hint that every object has', '', '"constructor"', undefined],
])('%s', (_what, userAgent, hint, platform) => {
  expect(guessPlatform(userAgent, hint)).toBe(platform)
})

describe('agrees with the page, which knows the touch points too', () => {
  test.each(seen)('$name', ({ signs }) => {
    const guessed = guessPlatform(signs.userAgent, signs.platformHint)
    expect([platformOf(surroundingsOf(signs)), undefined]).toContain(guessed)
  })
})

test.each([
  [
    'Safari on an iPad',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15',
    undefined,
    'ios',
  ],
  ['a Mac, which cannot be enrolled itself', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', '"macOS"', 'ios'],
  ['a phone', 'Mozilla/5.0 (Linux; Android 16; Pixel 9)', undefined, 'android'],
  ['a PC', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', undefined, 'windows'],
  ['anything else', 'Mozilla/5.0 (X11; Linux x86_64)', '"Linux"', undefined],
])('what is likely enrolled from %s', (_what, userAgent, hint, platform) => {
  expect(likelyPlatform(guessPlatform(userAgent, hint), userAgent)).toBe(platform)
})

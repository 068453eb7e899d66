import fc from 'fast-check'
import { expect, test } from 'vitest'
import { colorOf, contrastOf } from '../testing/design-tokens.ts'
import { accentOf } from './accent.ts'

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

/** All that the styles put beneath words in the account's colour. */
const grounds = ['ground', 'paper', 'sunken', 'accent-wash']

/** Measured on the styles' own tokens, by a library: neither the formula nor the grounds are checked against themselves. */
const expectReadable = (hex: string): void => {
  const accent = accentOf(hex)
  if (accent === undefined) throw new Error('a colour was not taken')
  const account = Object.fromEntries(
    Object.entries(accent).map(([name, value]) => [`account-${name.toLowerCase()}`, value]),
  )
  for (const scheme of ['light', 'dark'] as const) {
    expect(contrastOf(scheme, 'accent-ink', 'accent-surface', account)).toBeGreaterThanOrEqual(4.5)
    for (const ground of grounds) expect(contrastOf(scheme, 'accent', ground, account)).toBeGreaterThanOrEqual(4.5)
    // The steps that are done, beside those that are not.
    expect(contrastOf(scheme, 'accent', 'line', account)).toBeGreaterThanOrEqual(3)
  }
  // Whoever asked for contrast sees the design's own colors, whatever the account's are.
  for (const scheme of ['high contrast', 'high contrast, dark'] as const)
    for (const token of ['accent', 'accent-surface', 'accent-ink', 'accent-wash', 'accent-line'])
      expect(colorOf(scheme, token, account)).toEqual(colorOf(scheme, token))
}

test('whatever colour an account has, its words can be read wherever they stand', () => {
  fc.assert(fc.property(anyColour, expectReadable), { numRuns: 200 })
})

test.each(['#ff0022', '#0f6b5c', '#1f5fa8', '#000000', '#ffffff', '#767676', '#ffff00', '#0000ff'])(
  '%s can be read wherever it stands',
  expectReadable,
)

test('a colour that can be read stays as it is', () => {
  expect(accentOf('#1F5FA8')).toMatchObject({ surface: '#1f5fa8', ink: '#ffffff', onLight: '#1f5fa8' })
})

test.each(['', 'red', '#fff', '#12345g', 'url(x)', '#123456; color: red'])('%j is no colour', (text) => {
  expect(accentOf(text)).toBeUndefined()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentOf } from './accent.ts'

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = channels(hex).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
/** WCAG 2.2's formula, written a second time so that the first is not checked against itself. */
const contrast = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

const mix = (one: string, other: string, share: number): string =>
  `#${[1, 3, 5]
    .map((at) => [one, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16)))
    .map(([a = 0, b = 0]) =>
      Math.round(a + (b - a) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** All that `styles.css` puts beneath words in the account's colour: paper, ground, and the paper's wash of it. */
const beneath = {
  light: (colour: string) => ['#ffffff', '#f7f8fa', '#f3f5f8', mix('#ffffff', colour, 0.08)],
  dark: (colour: string) => ['#1b2028', '#151a21', '#11151b', mix('#1b2028', colour, 0.1)],
}

const worstOf = (colour: string, grounds: readonly string[]): number =>
  Math.min(...grounds.map((ground) => contrast(colour, ground)))

const expectReadable = (hex: string): void => {
  const accent = accentOf(hex)
  if (accent === undefined) throw new Error('a colour was not taken')
  expect(contrast(accent.surface, accent.ink)).toBeGreaterThanOrEqual(4.5)
  expect(worstOf(accent.onLight, beneath.light(accent.onLight))).toBeGreaterThanOrEqual(4.5)
  expect(worstOf(accent.onDark, beneath.dark(accent.onDark))).toBeGreaterThanOrEqual(4.5)
}

test('whatever colour an account has, its words can be read wherever they stand', () => {
  fc.assert(fc.property(anyColour, expectReadable), { numRuns: 1000 })
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

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contrastOf, type Scheme, tokensOf } from '../testing/design-tokens.ts'

const src = join(import.meta.dirname, '..')
const document = readFileSync(join(src, '../../docs/design.md'), 'utf8')
/** Every style sheet, by its path below `src`. */
const styles: Readonly<Record<string, string>> = Object.fromEntries(
  globSync('**/*.css', { cwd: src }).map((path) => [path, readFileSync(join(src, path), 'utf8')]),
)

const schemeNames: readonly Scheme[] = ['light', 'dark', 'high contrast', 'high contrast, dark']

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The rows of the table beneath a heading of docs/design.md. */
const tableUnder = (heading: string): readonly (readonly string[])[] => {
  const [, section = ''] = document.split(`\n### ${heading}\n`)
  const lines = (section.split(/\n##/, 1)[0] ?? '').split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map(cellsOf)
}

const inCode = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '')

/** Rounded down: a ratio is never said to be better than it is. */
const printed = (ratio: number): string => (Math.floor(ratio * 10) / 10).toFixed(1)

const colorNames = [...tokensOf('light')]
  .filter(([, value]) => /#|rgb|color-mix|transparent/.test(value))
  .map(([name]) => name)

test('the colors of docs/design.md are those of the styles, in every scheme', () => {
  const written = tableUnder('Color').map(([token, ...cells]) => [inCode(token), cells.slice(0, 4).map(inCode)])
  const styled = colorNames.map((name) => [`--${name}`, schemeNames.map((scheme) => tokensOf(scheme).get(name))])
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(styled))
})

test('the other tokens of docs/design.md are those of the styles', () => {
  const tables = ['Type', 'Space and shape', 'Motion'].flatMap(tableUnder)
  const written = tables.map(([token, value]) => [inCode(token), inCode(value)])
  const others = [...tokensOf('light')].filter(([name]) => !colorNames.includes(name))
  const styled = others.map(([name, value]) => [`--${name}`, value])
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(styled))
})

const pairs = tableUnder('Contrast').map(([text, ground, kind, ...ratios]) => ({
  text: inCode(text).slice(2),
  ground: inCode(ground).slice(2),
  kind,
  ratios,
}))

/** WCAG 2.2, 1.4.3 and 1.4.11; where more is asked for, 1.4.6. */
const least = { text: [4.5, 4.5, 7, 7], control: [3, 3, 4.5, 4.5] } as const
const isKind = (kind: string | undefined): kind is keyof typeof least =>
  kind !== undefined && Object.hasOwn(least, kind)

test.each(pairs)(
  '--$text can be told from --$ground as well as docs/design.md says',
  ({ text, ground, kind, ratios }) => {
    const measured = schemeNames.map((scheme) => contrastOf(scheme, text, ground))
    expect(ratios).toEqual(measured.map(printed))
    if (!isKind(kind)) throw new Error(`neither text nor control: ${kind}`)
    for (const [at, ratio] of measured.entries()) expect(ratio).toBeGreaterThanOrEqual(least[kind][at] ?? Infinity)
  },
)

test('every color that words or drawings have is among the pairs', () => {
  const used = Object.values(styles).flatMap((css) =>
    [...css.matchAll(/[\s;{]color: var\(--([\w-]+)\)/g)].map(([, name]) => name),
  )
  expect(used.length).toBeGreaterThan(20)
  expect([...new Set(used)].filter((name) => !pairs.some(({ text }) => text === name))).toEqual([])
})

test('colors stand in the tokens alone', () => {
  const elsewhere = Object.entries(styles)
    .filter(([path]) => !path.endsWith('tokens.css'))
    // What is printed is printed on white.
    .map(([path, css]) => [path, css.replace(/@media print \{[\s\S]*?\n\}\n/, '')] as const)
    .flatMap(([path, css]) =>
      [...css.matchAll(/:[^;{]*(#[\da-f]{3,8}\b|\brgba?\(|\bhsl|\boklch)/gi)].map(([found]) => `${path}${found}`),
    )
  expect(elsewhere).toEqual([])
})

test('every token is used, and every one that is used exists', () => {
  const defined = new Set(schemeNames.flatMap((scheme) => [...tokensOf(scheme).keys()]))
  const used = new Set(
    Object.values(styles).flatMap((css) => [...css.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name ?? '')),
  )
  expect([...defined].filter((name) => !used.has(name))).toEqual([])
  expect([...used].filter((name) => !defined.has(name) && !name.startsWith('account-'))).toEqual([])
})

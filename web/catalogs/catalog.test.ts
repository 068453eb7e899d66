import { expect, test } from 'vitest'
import { argumentsOf, leavesOf } from './catalog.ts'
import { compileCatalog } from './compile.ts'
import { declareCatalog } from './declare.ts'

test('the leaves of groups and lists have paths', () => {
  expect(leavesOf({ a: 'x', b: { c: ['y', 'z'] } })).toEqual([
    { path: 'a', message: 'x' },
    { path: 'b.c.0', message: 'y' },
    { path: 'b.c.1', message: 'z' },
  ])
})

test('arguments are found wherever they stand, and those of a select with its cases', () => {
  const message =
    '{n, plural, one {# try by {name}} other {tries on {day, number}}} {on, select, ios {Tap} other {Click}}'
  expect(argumentsOf(message)).toEqual(
    new Map<string, unknown>([
      ['day', 'number'],
      ['n', 'number'],
      ['name', 'text'],
      ['on', ['ios', 'other']],
    ]),
  )
})

test('plain words become strings, lists lists, and messages with arguments functions', () => {
  const catalog = { plain: "“It’s”,\nit couldn't", 'two-words': 'Step {at}', list: ['one', 'two'] }
  expect(compileCatalog(catalog, 'en')).toBe(
    `\nexport default { "plain": "“It’s”,\\nit couldn't", "two-words": (d) => "Step " + d.at, "list": ["one", "two"] }\n`,
  )
})

test('numbers and plurals are those of the language, which the browser knows', () => {
  const code = compileCatalog({ left: '{n, plural, one {# Versuch} other {# Versuche}}' }, 'de')
  expect(code).toContain('new Intl.PluralRules("de")')
  expect(code).toContain('{ one: number("de", d.n, 0) + " Versuch", other: number("de", d.n, 0) + " Versuche" }')
  expect(code).not.toContain('cardinals')
})

test('among words from right to left, names are isolated', () => {
  const message = '{name}: {n, plural, zero {-} one {{name}} two {-} few {-} many {-} other {#}}'
  const code = compileCatalog({ message }, 'ar')
  expect(code.match(/"\u2068" \+ d\.name \+ "\u2069/g)).toHaveLength(2)
  expect(compileCatalog({ message: '{name}' }, 'de')).not.toContain('\u2068')
})

test.each(['{n', '{n, plural, one {x}}', '{n, plural, few {x} other {y}}'])('%j is not compiled', (message) => {
  expect(() => compileCatalog({ message }, 'en')).toThrow()
})

test('a catalog is declared as the formatter leaves it', () => {
  const catalog = { a: 'x', 'b-c': { d: ['y'], e: '{n, number} {on, select, ios {Tap} other {Click}}' } }
  expect(declareCatalog(catalog, 'Words')).toBe(`export type Words = {
  readonly a: string
  readonly 'b-c': {
    readonly d: readonly string[]
    readonly e: (words: { readonly n: number; readonly on: 'ios' | 'other' }) => string
  }
}
`)
})

import { expect, test } from 'vitest'
import { measures, overBudget } from './budgets.ts'
import type { SourceFile } from './source-files.ts'

const file = (path: string, text: string, kind: SourceFile['kind'] = 'source'): SourceFile => ({ path, text, kind })
const lines = (count: number): string => 'a()\n'.repeat(count)
const exporting = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const v${index} = 1\n`).join('')

test('a file of 250 lines is within its budget, one of 251 over it', () => {
  const short = Array.from({ length: 3 }, (_, index) => file(`bff/src/short-${index}.ts`, lines(10)))
  expect(overBudget([...short, file('bff/src/long.ts', lines(250))])).toEqual([])
  expect(overBudget([...short, file('bff/src/long.ts', lines(251))])).toEqual([
    'bff/src/long.ts: 251 lines, at most 250',
  ])
  expect(overBudget([...short, file('web/src/ui/long.module.css', lines(251))])).toEqual([])
})

test('what a script declares may be as long as what it is declared from', () => {
  const short = Array.from({ length: 3 }, (_, index) => file(`web/src/short-${index}.ts`, lines(10)))
  const declared = `// Declared by \`node scripts/message-types.ts\` from \`en/later.json\`. Do not edit.\n${lines(300)}`
  expect(overBudget([...short, file('web/src/messages/later-messages.ts', declared)])).toEqual([])
})

test('half of the source files have at most 60 lines; tests may be longer', () => {
  expect(overBudget([file('bff/src/a.ts', lines(60)), file('bff/src/a.test.ts', lines(999), 'test')])).toEqual([])
  expect(overBudget([file('bff/src/a.ts', lines(61))])).toEqual(['source files: 61 lines in the median, at most 60'])
})

test('a module exports at most six values; types and lists of words are not counted', () => {
  expect(
    overBudget([file('bff/src/a.ts', `${exporting(6)}export type A = 1\nexport { type B } from './b.ts'`)]),
  ).toEqual([])
  expect(overBudget([file('bff/src/a.ts', `${exporting(5)}export { f, type B, g }`)])).toEqual([
    'bff/src/a.ts: 7 exports, at most 6',
  ])
  expect(overBudget([file('bff/src/a.ts', `${exporting(6)}export async function f() {}`)])).toHaveLength(1)
  expect(overBudget([file('shared/src/a.ts', exporting(7))])).toEqual([])
})

test('folders go three deep below src', () => {
  expect(overBudget([file('bff/src/a/b/c/d.ts', '')])).toEqual([])
  expect(overBudget([file('bff/src/a/b/c/d/e.ts', '')])).toEqual([
    'bff/src/a/b/c/d/e.ts: 4 folders below src, at most 3',
  ])
})

test('the README is read at one sitting', () => {
  expect(overBudget([file('README.md', lines(150), 'document')])).toEqual([])
  expect(overBudget([file('README.md', lines(151), 'document')])).toEqual(['README.md: 151 lines, at most 150'])
})

test('comments and tests are measured by their lines, blank ones left out', () => {
  const measured = measures([
    file('bff/src/a.ts', '// why\na()\n\nb()\nc()'),
    file('bff/src/a.test.ts', 'test()\n\ntest()', 'test'),
  ])
  expect(measured).toMatch(/comments 25\.0 %.*tests 0\.50 × source/)
})

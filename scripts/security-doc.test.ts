import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSourceFiles } from './source-files.ts'

const root = join(import.meta.dirname, '..')
const files = readSourceFiles(root)
const document = files.find(({ path }) => path === 'docs/security.md')?.text ?? ''

/** The numbers of the standard that the portal is measured by. */
const rules = `
  1.1 1.2 1.3 1.4 1.5 1.6  2.1 2.2 2.3 2.4 2.5 2.6 2.7  3.1 3.2 3.3 3.4 3.5 3.6 3.7
  4.1 4.2 4.3 4.4 4.5 4.6 4.7  5.1 5.2 5.3 5.4 5.5 5.6  6  7
  8.1 8.2 8.3  9.1 9.2 9.3  10 10.1 10.2 10.3  11  12
`
  .trim()
  .split(/\s+/)

type Row = { readonly rule: string; readonly kept: readonly string[]; readonly attacked: readonly string[] }

const namesIn = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

const rows: readonly Row[] = [...document.matchAll(/^\| (\d[\d.]*) +\|(.*)\|$/gm)].map(([, rule = '', rest = '']) => {
  const [, kept, attacked] = rest.split(' | ')
  return { rule, kept: namesIn(kept), attacked: namesIn(attacked) }
})

const found = (name: string) => files.filter(({ path }) => path === name || path.endsWith(`/${name}`))

test('every rule has its row, and none is invented', () => {
  expect(rows.map(({ rule }) => rule)).toEqual(rules)
})

describe.each(rows)('rule $rule', ({ kept, attacked }) => {
  test('is kept by files that are there', () => {
    expect(kept).not.toEqual([])
    expect(kept.filter((name) => found(name).length !== 1)).toEqual([])
    expect(kept.filter((name) => found(name).every(({ kind }) => kind === 'test'))).toEqual([])
  })

  test('is attacked by tests that are there', () => {
    expect(attacked).not.toEqual([])
    expect(attacked.filter((name) => found(name).length !== 1)).toEqual([])
    expect(attacked.filter((name) => found(name).every(({ kind }) => kind === 'source'))).toEqual([])
  })
})

test.each(['D1', 'D2', 'D3', 'D4'])('deviation %s stands there with its reason', (name) => {
  expect(document).toMatch(new RegExp(String.raw`^- \*\*${name}, [^*]+\*\*.{0,20}\S`, 'm'))
})

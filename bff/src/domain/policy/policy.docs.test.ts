import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { credentialEntry } from './credential-entry.ts'
import { authoritiesTried } from './default-authentication.ts'
import { directoryFactorCount, entraFactorCount } from './factor-count.ts'

type Row = readonly string[]

const cellsOf = (line: string): Row =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replace('¹', '').trim())
const isRow = (line: string): boolean => line.startsWith('|')

/** The tables of a Markdown text, each with its heading row and without the ruler below that. */
const tablesIn = (markdown: string): readonly (readonly Row[])[] => {
  const tables: Row[][] = []
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!isRow(line)) continue
    if (!isRow(markdown.split('\n')[index - 1] ?? '')) tables.push([])
    if (!/^[|\s-]+$/.test(line)) tables.at(-1)?.push(cellsOf(line))
  }
  return tables
}

/** What a cell's words mean; words that mean nothing are an error of the document. */
const meaning = <T>(meanings: Readonly<Record<string, T>>, words: string | undefined): T => {
  const found = Object.entries(meanings).find(([known]) => known === words)
  if (found === undefined)
    throw new Error(`docs/policy.md says "${words}", which is none of: ${Object.keys(meanings).join(' | ')}`)
  return found[1]
}

const tables = tablesIn(readFileSync(new URL('../../../../docs/policy.md', import.meta.url), 'utf8'))
const [entry = [], authentication = [], factors = [], directoryFactors = []] = tables

/** A table as an object of its rows: first column → what the others say. */
const rowsOf = <K extends string, V>(
  table: readonly Row[],
  names: Readonly<Record<string, K>>,
  read: (cells: Row) => V,
) => Object.fromEntries(table.slice(1).map(([name, ...cells]) => [meaning(names, name), read(cells)]))

const byWorkflow =
  <T>(read: (words: string | undefined) => T) =>
  ([existing, inNew]: Row) => ({ existing: read(existing), new: read(inNew) })

const where = {
  'user name, domain, password on one page of ours': { firstPage: 'credentials', password: 'first-page' },
  'user name and domain on one page of ours; password on our next page': {
    firstPage: 'identify',
    password: 'next-page',
  },
  "user name, domain, password on Microsoft's sign-in page": { firstPage: 'identify', password: 'microsoft' },
} as const

const authority = {
  'against Active Directory': ['active-directory'],
  'against Entra': ['entra-id'],
  'authentication fails': [],
} as const

const authoritiesIn = (words: string | undefined) =>
  (words ?? '').split('; if that fails, ').flatMap((part) => meaning<readonly string[]>(authority, part))

const counted = (words: string | undefined): number => {
  if (!/^[1-9]$/.test(words ?? '')) throw new Error(`docs/policy.md says "${words}" where a number of factors belongs`)
  return Number(words)
}

const workflows = ['Existing workflow', 'New workflow']

describe('docs/policy.md and the code say the same', () => {
  test('the document has four tables, each with its columns in the published order', () => {
    expect(tables.map(([heading]) => heading)).toEqual([
      ["User's authentication type", ...workflows],
      ['Setting', ...workflows],
      ['Portal setting, Entra setting', ...workflows],
      ['Portal setting', 'Factors'],
    ])
  })

  test('no table says anything twice', () => {
    for (const table of tables) expect(new Set(table.map(([name]) => name)).size).toBe(table.length)
  })

  test('table 1: every cell of the document is the code, and every cell of the code is in the document', () => {
    const names = { 'Active Directory': 'active-directory', 'Microsoft Entra ID': 'entra-id' } as const
    expect(
      rowsOf(
        entry,
        names,
        byWorkflow((words) => meaning<object>(where, words)),
      ),
    ).toEqual(credentialEntry)
  })

  test('table 2: every cell of the document is the code, and every cell of the code is in the document', () => {
    const names = {
      none: 'none',
      'corporate (Active Directory)': 'active-directory',
      'corporate (Entra ID)': 'entra-id',
      both: 'both',
    } as const
    expect(rowsOf(authentication, names, byWorkflow(authoritiesIn))).toEqual(authoritiesTried)
  })

  test('table 3: every cell of the document is the code, and every cell of the code is in the document', () => {
    const settings = { 'single-factor': 'single', 'two-factor': 'two' } as const
    const entra = { 'single-factor': 'single', 'multi-factor': 'multi' } as const
    const published: Record<string, Record<string, unknown>> = {}
    for (const [name = '', ...cells] of factors.slice(1)) {
      const [portalWords, entraWords] = name.split(', ')
      const portal = meaning<string>(settings, portalWords)
      published[portal] = { ...published[portal], [meaning<string>(entra, entraWords)]: byWorkflow(counted)(cells) }
    }
    expect(published).toEqual(entraFactorCount)
  })

  test('the factors of Active Directory users: every row of the document is the code, and the other way round', () => {
    const settings = { 'single-factor': 'single', 'two-factor': 'two' } as const
    expect(rowsOf(directoryFactors, settings, ([words]) => counted(words))).toEqual(directoryFactorCount)
  })
})

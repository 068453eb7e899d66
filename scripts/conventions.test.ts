import { describe, expect, test } from 'vitest'
import { misspelling, namelessFile, secretInside, skippedTest, unreasonedSuppression } from './conventions.ts'
import type { SourceFile } from './source-files.ts'

const source = (text: string, path = 'bff/src/domain/rule.ts'): SourceFile => ({ path, text, kind: 'source' })
const tested = (text: string): SourceFile => ({ path: 'bff/src/domain/rule.test.ts', text, kind: 'test' })

describe('a file’s name', () => {
  test.each(['utils.ts', 'date-helpers.ts', 'session-manager.tsx', 'index.ts', 'util.test.ts'])(
    '%s says nothing',
    (name) => {
      expect(namelessFile(source('', `bff/src/http/${name}`))).toHaveLength(1)
    },
  )

  test.each(['index-of-accounts.ts', 'router.tsx', 'manage-device.ts'])('%s says something', (name) => {
    expect(namelessFile(source('', `bff/src/http/${name}`))).toEqual([])
  })

  test('a page of the web is called index.html', () => {
    expect(namelessFile({ path: 'web/index.html', text: '', kind: 'document' })).toEqual([])
  })
})

describe('a suppression', () => {
  test.each([
    '// oxlint-disable-next-line no-console',
    '/* eslint-disable */',
    '  // oxlint-disable-line no-eval --',
    '{/* oxlint-disable-next-line react/no-danger */}',
  ])('%s has no reason', (line) => {
    expect(unreasonedSuppression(source(`a()\n${line}\nb()`))).toEqual([
      expect.stringMatching(/^bff\/src\/domain\/rule\.ts:2: .* without a reason/),
    ])
  })

  test('has its reason after the dashes', () => {
    expect(unreasonedSuppression(source('// oxlint-disable-next-line no-console -- a person reads it'))).toEqual([])
  })

  test('of the formatter has its reason in the line above, which no documentation comment replaces', () => {
    expect(unreasonedSuppression(source('// Laid out as it is published:\n// oxfmt-ignore'))).toEqual([])
    expect(unreasonedSuppression(source('/** Table 1. */\n// oxfmt-ignore'))).toHaveLength(1)
    expect(unreasonedSuppression(source('// oxfmt-ignore'))).toHaveLength(1)
  })
})

describe('a secret', () => {
  const document = (text: string): SourceFile => ({ path: 'docs/page.md', text, kind: 'document' })
  // In pieces: this file is looked through, too.
  const begin = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')
  const body = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg'
  const token = ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTYifQ', 'a'.repeat(43)].join('.')

  test('is told by its place', () => {
    expect(secretInside(document(`${begin}\n${body}\n`))).toEqual(['docs/page.md:2: a private key'])
    expect(secretInside(source(`const token = '${token}'`))).toEqual(['bff/src/domain/rule.ts:1: a signed token'])
  })

  test('is none where only the words stand', () => {
    expect(secretInside(source('return `-----BEGIN PRIVATE KEY-----\\n${body}`'))).toEqual([])
    expect(secretInside(document('a token begins with eyJhbGciOi'))).toEqual([])
  })
})

describe('a test', () => {
  test.each(['test.skip("a", () => {})', 'describe.todo("a")', 'it.only("a")', 'test.describe.fixme("a")'])(
    '%s does not run',
    (line) => {
      expect(skippedTest(tested(line))).toHaveLength(1)
    },
  )

  test('may say what a machine lacks', () => {
    expect(skippedTest(tested('test.skipIf(server === undefined)("a", () => {})'))).toEqual([])
  })
})

test('enrollment has one spelling, in any case', () => {
  expect(misspelling(source('enrollment Enroll ENROLLED enrolling'))).toEqual([])
  for (const word of ['enrol', 'Enrolment', 'ENROL a device']) expect(misspelling(source(word))).toHaveLength(1)
})

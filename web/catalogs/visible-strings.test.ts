// @vitest-environment node
import { readFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { visibleStringsIn } from './visible-strings.ts'

test.each([
  ['<p>Hello <b>you</b></p>', ['Hello', 'you']],
  ['<p>{isLate && "Late"}{isOld ? `Old ${age}` : words.young}</p>', ['Late', 'Old']],
  ['<Field label="Name" hint={x ? "Yes" : undefined} className="field" />', ['Name', 'Yes']],
  ['<img alt="Logo" src="/logo.svg" aria-hidden="true" />', ['Logo']],
  ['<p className={isBad ? "bad" : "good"}>{words["two-words"]} · ({count}) {kind === "ios" ? words.ios : ""}</p>', []],
])('%s shows %j of its own', (source, shown) => {
  expect(visibleStringsIn(`const it = ${source}`)).toEqual(shown)
})

const src = join(import.meta.dirname, '../src')
const components = globSync('**/*.tsx', { cwd: src }).filter((file) => !/\.test\.tsx$|^testing\//.test(file))

test.each(components)('every word of %s comes from a catalog', (file) => {
  expect(visibleStringsIn(readFileSync(join(src, file), 'utf8'))).toEqual([])
})

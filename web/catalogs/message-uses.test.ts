// @vitest-environment node
import { readFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { leavesOf, readCatalog } from './catalog.ts'
import { isUsed, usesIn } from './message-uses.ts'

test.each([
  ['words.device.title', 'device.title', true],
  ['words.device.title', 'device.lead', false],
  ['const { title, lead: text } = words.device', 'device.lead', true],
  ["words.problems['code-wrong']", 'problems.code-wrong', true],
  ['words.problems[code]', 'problems.code-wrong', true],
  ['const { problems: known } = words; known[code]', 'problems.code-wrong', true],
  ['const it = words.problems; all({ ...it })', 'problems.code-wrong', true],
  ['const it = words.problems', 'problems.code-wrong', false],
  ['timeLeft(60, words.expiresIn)', 'expiresIn.minutes', true],
  ['<End words={words.closed ?? other} />', 'closed.title', true],
  ['words.help.map(show)', 'help.0', true],
])('%s: %s', (source, path, used) => {
  expect(isUsed(path, usesIn([source]))).toBe(used)
})

const src = join(import.meta.dirname, '../src')
const sources = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((file) => !/\.test\.tsx?$|^testing\/|-messages\.ts$/.test(file))
  .map((file) => readFileSync(join(src, file), 'utf8'))
const uses = usesIn(sources)

test.each(['first', 'later'])('every message of %s.json is used', (part) => {
  const catalog = readCatalog(readFileSync(join(src, `messages/en/${part}.json`), 'utf8'))
  expect(leavesOf(catalog).filter(({ path }) => !isUsed(path, uses))).toEqual([])
})

import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replaceFile } from './replace-file.ts'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-replace-'))
  path = join(folder, 'keys.json')
  await writeFile(path, 'old', { mode: 0o600 })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a file has the new text, and nothing else is left there', async () => {
  await replaceFile(path, 'new')
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['keys.json'])
})

test('whoever had it open goes on with the old one, whole', async () => {
  const before = await stat(path)
  await replaceFile(path, 'new')
  expect((await stat(path)).ino).not.toBe(before.ino)
})

describe.skipIf(process.platform === 'win32')('its mode', () => {
  test.each([
    [0o600, 0o600],
    [0o640, 0o640],
    [0o660, 0o640],
    [0o644, 0o640],
    [0o400, 0o600],
  ])('of %o becomes %o: its group may read if it might, others never', async (mode, then) => {
    await chmod(path, mode)
    await replaceFile(path, 'new')
    expect((await stat(path)).mode & 0o777).toBe(then)
  })
})

test('a link stays one, and what it points to is replaced', async () => {
  const link = join(folder, 'link.json')
  await symlink(path, link)
  await replaceFile(link, 'new')
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
  expect(await readFile(path, 'utf8')).toBe('new')
})

test('a file that is not there is not made', async () => {
  await expect(replaceFile(join(folder, 'none.json'), 'new')).rejects.toThrow('ENOENT')
  expect(await readdir(folder)).toEqual(['keys.json'])
})

test('while somebody else is at it nothing changes, and theirs is left alone', async () => {
  await writeFile(`${path}.new`, 'theirs')
  await expect(replaceFile(path, 'new')).rejects.toThrow('EEXIST')
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readFile(`${path}.new`, 'utf8')).toBe('theirs')
})

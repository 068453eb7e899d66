import { describe, expect, test } from 'vitest'
import { createKeys, generateKeys, parseKeys } from '../adapters/keys.ts'
import { systemChance } from '../adapters/system.ts'
import { cloudsNamed } from '../domain/entra-clouds.ts'
import { permittedHosts } from '../adapters/permitted-hosts.ts'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'
import { runCli } from './run-cli.ts'

/** A keys file on a disk of its own, and the commands of somebody who changes it. */
const disk = (text = JSON.stringify(generateKeys())) => {
  let kept = text
  const noStore = () => Promise.reject(new Error('keys are in no store'))
  const muster = async (line: string) => {
    let out = ''
    let err = ''
    const context: Context = {
      openStore: noStore,
      openAlone: noStore,
      profile: 'production',
      storeUrl: 'sqlite::memory:',
      version: '0.0.0',
      keysFile: undefined,
      clouds: () => cloudsNamed('global'),
      directoryHosts: () => permittedHosts([]),
      origin: undefined,
      chance: systemChance,
      read: async (path) => (path === 'keys.json' ? kept : Promise.reject(new Failure(`cannot read ${path}`))),
      replace: async (_path, written) => void (kept = written),
      create: () => Promise.reject(new Error('no file is made here')),
      relay: () => Promise.reject(new Error('there is no relay')),
      print: (printed) => void (out += printed),
      stream: async (printed) => void (out += printed),
    }
    const code = await runCli(line.split(' '), context, (told) => void (err += told))
    return { code, out, err }
  }
  return { muster, file: () => parseKeys(kept), text: () => kept }
}

test('a rotation in its three steps: add, use, forget', async () => {
  const { muster, file } = disk()
  const first = file()
  const digest = await (await createKeys(first)).digestCode('e', 'c', '01234567')
  expect(await muster('keys add keys.json --pepper --data-key')).toEqual({
    code: 0,
    out: 'codePeppers 2: added\ndataKeys 2: added\n',
    err: '',
  })
  expect(file()).toMatchObject(first)
  expect(await muster('keys use keys.json --pepper 2 --data-key 2')).toMatchObject({
    code: 0,
    out: 'codePeppers 2: used\ndataKeys 2: used\n',
  })
  expect(file()).toMatchObject({ codePepper: '2', dataKey: '2', codePeppers: first.codePeppers })
  expect(await (await createKeys(file())).codeMatches(digest, 'e', 'c', '01234567')).toBe(true)
  expect(await muster('keys forget keys.json --pepper 1')).toMatchObject({
    code: 0,
    out: 'codePeppers 1: forgotten\n',
  })
  expect(Object.keys(file().codePeppers)).toEqual(['2'])
  expect(file().dataKeys).toMatchObject(first.dataKeys)
  expect(file().cookieKey).toBe(first.cookieKey)
})

test('no key is ever printed, but by the command that makes a file', async () => {
  const { muster, file } = disk()
  const { out } = await muster('keys add keys.json --pepper')
  for (const key of Object.values(file().codePeppers)) expect(out).not.toContain(key)
  expect(parseKeys((await muster('keys create')).out)).not.toEqual(file())
})

describe('what cannot be done changes nothing', () => {
  test.each([
    ['keys add keys.json', /^muster: name --pepper, --data-key or both; nothing was changed/],
    ['keys use keys.json', /^muster: name --pepper, --data-key or both/],
    ['keys use keys.json --pepper 2', /^muster: keys\.json: codePeppers has no "2"; it has 1; nothing was changed/],
    ['keys use keys.json --pepper 1 --data-key 9', /dataKeys has no "9"/],
    ['keys forget keys.json --data-key 1', /^muster: keys\.json: "1" of dataKeys is in use; "muster keys use"/],
    ['keys forget other.json --data-key 1', /^muster: cannot read other\.json/],
  ])('%s', async (line, told) => {
    const { muster, text } = disk()
    const before = text()
    const { code, out, err } = await muster(line)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(told)
    expect(text()).toBe(before)
  })

  test('a file that is none is told by what is wrong with it, and left alone', async () => {
    const { muster, text } = disk('{"cookieKey": 5}')
    const { code, err } = await muster('keys add keys.json --pepper')
    expect(code).toBe(1)
    expect(err).toMatch(/^muster: keys\.json cookieKey must be a key: .*; nothing was changed\n$/)
    expect(text()).toBe('{"cookieKey": 5}')
  })
})

import { expect, test } from 'vitest'
import { permittedHosts } from '../adapters/permitted-hosts.ts'
import { systemChance } from '../adapters/system.ts'
import { cloudsNamed } from '../domain/entra-clouds.ts'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'
import { runCli } from './run-cli.ts'

/** The command of somebody whose folder `pages` has this config.json. */
const check = async (folder: string, text: string) => {
  let out = ''
  let err = ''
  const noStore = () => Promise.reject(new Error('pages are in no store'))
  const context: Context = {
    openStore: noStore,
    openAlone: noStore,
    storeUrl: 'sqlite::memory:',
    version: '1.2.3',
    keysFile: undefined,
    profile: 'production',
    clouds: () => cloudsNamed('global'),
    directoryHosts: () => permittedHosts([]),
    origin: undefined,
    chance: systemChance,
    read: async (path) => (path === 'pages/config.json' ? text : Promise.reject(new Failure(`cannot read ${path}`))),
    replace: () => Promise.reject(new Error('nothing is changed')),
    create: () => Promise.reject(new Error('nothing is made')),
    relay: () => Promise.reject(new Error('pages need no relay')),
    print: (printed) => void (out += printed),
    stream: async (printed) => void (out += printed),
  }
  const code = await runCli(['pages', 'check', folder], context, (told) => void (err += told))
  return { code, out, err }
}

test.each(['pages', 'pages/'])('what pages read is told to be right: %s', async (folder) => {
  expect(await check(folder, '{"name":"Example"}')).toEqual({
    code: 0,
    out: 'pages/config.json is as pages read it\n',
    err: '',
  })
})

test('each mistake is told with its place', async () => {
  const { code, out, err } = await check('pages', '{"name":"","languages":["xx"]}')
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/pages would pass over pages\/config\.json/)
  expect(err).toMatch(/name +is empty/)
  expect(err).toMatch(/languages\.0/)
})

test('a folder without one is told', async () => {
  expect(await check('elsewhere', '')).toMatchObject({ code: 1, err: expect.stringContaining('cannot read') })
})

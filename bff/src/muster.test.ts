import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from './adapters/sql-open.ts'
import type { SqlStore } from './adapters/sql-store.ts'
import { anAccount } from './ports/store-fixtures.ts'

let folder = ''
let url = ''
let store: SqlStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-bin-'))
  url = `sqlite:${join(folder, 'muster.sqlite')}`
  store = await openStore({ url })
  await store.migrate()
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** The program itself, in its own process, while this one is the server. */
const muster = (args: readonly string[], input = '') =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const environment = { PATH: process.env['PATH'], MUSTER_STORE: url, MUSTER_ORIGIN: 'https://enroll.example.test/' }
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, 'muster.ts'), ...args],
      { env: environment },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
    child.stdin?.end(input)
  })

test('an account applied by the program is what the running server then serves', async () => {
  const applied = await muster(['account', 'apply', '-'], JSON.stringify(anAccount('acme')))
  expect(applied).toEqual({ code: 0, out: 'ACCOUNT  OUTCOME  VERSION\nacme     created  1\n', err: '' })
  expect(await store.accounts.find('acme')).toEqual(anAccount('acme'))
})

test('a request made by the program is what the running server then finds', async () => {
  const { code, out } = await muster(['request', 'create', '--account', 'acme', '--user', 'ana', '--json'])
  expect(code).toBe(0)
  const { url: address, id } = JSON.parse(out)
  expect(address).toBe(`https://enroll.example.test/acme/${id}`)
  expect(await store.accounts.findRequest('acme', id)).toEqual({ id, username: 'ana', domain: 'corp.example.test' })
})

test('mistakes end with their code and a sentence on the standard error', async () => {
  expect(await muster(['account', 'apply', join(folder, 'none.json')])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^muster: cannot read .*none\.json: there is no such file\n$/),
  })
  expect(await muster(['account', 'apply'])).toMatchObject({ code: 2, out: '' })
})

test('while the server works, a second one and a migration are refused', async () => {
  expect(await muster(['migrate'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('one file serves one server'),
  })
})

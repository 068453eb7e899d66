import { describe, expect, test } from 'vitest'
import { relayCalls } from '../adapters/relay-calls.ts'
import { parseRelayFile, PortalFile, RelayFile } from '../adapters/relay-files.ts'
import { systemChance } from '../adapters/system.ts'
import { permittedHosts } from '../adapters/permitted-hosts.ts'
import { cloudsNamed } from '../domain/entra-clouds.ts'
import { anAccount } from '../ports/store-fixtures.ts'
import { openStore } from '../adapters/sql-open.ts'
import { relayedDirectory, relayPair } from '../testing/relay-pair.ts'
import type { RelayLine } from '../adapters/relay-line.ts'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'
import { runCli } from './run-cli.ts'

/** A disk, a store with one account, and the commands of its operator. */
const operator = (line?: RelayLine) => {
  const disk: Record<string, string> = {}
  const withAccount = async () => {
    const store = await openStore({ url: 'sqlite::memory:' })
    await store.migrate()
    const { accountId: _, ...directory } = relayedDirectory
    await store.administration.applyAccounts([anAccount('acme', { directories: [directory] })])
    return store
  }
  const muster = async (command: string) => {
    let [out, err] = ['', '']
    const context: Context = {
      openStore: withAccount,
      openAlone: withAccount,
      storeUrl: 'sqlite::memory:',
      version: '1.2.3',
      keysFile: undefined,
      profile: 'production',
      clouds: () => cloudsNamed('global'),
      directoryHosts: () => permittedHosts([]),
      origin: undefined,
      chance: systemChance,
      read: async (path) => disk[path] ?? Promise.reject(new Failure(`cannot read ${path}`)),
      replace: async (path, text) => void (disk[path] = text),
      create: async (path, text) => {
        if (path in disk) throw new Failure(`${path} is there already`)
        disk[path] = text
      },
      relay: async () => line ?? Promise.reject(new Failure('there is no relay')),
      print: (text) => void (out += text),
      stream: async (text) => void (out += text),
    }
    const code = await runCli(command.split(' '), context, (text) => void (err += text))
    return { code, out, err }
  }
  const files = () => ({
    relay: parseRelayFile(RelayFile, disk['relay.json'] ?? ''),
    portal: parseRelayFile(PortalFile, disk['portal.json'] ?? ''),
  })
  return { muster, disk, files }
}
const init = 'relay init relay.json portal.json --url https://relay.acme.example'

describe('init', () => {
  test('makes two files that fit each other, each with its own private keys only', async () => {
    const { muster, files, disk } = operator()
    expect(await muster(`${init} --portal https://enroll.acme.example`)).toMatchObject({ code: 0, err: '' })
    const { relay, portal } = files()
    expect(portal.url).toBe('https://relay.acme.example')
    expect(relay.portal.url).toBe('https://enroll.acme.example')
    for (const { d } of [...relay.signing, ...relay.sealing]) expect(disk['portal.json']).not.toContain(d)
    for (const { d } of portal.signing) expect(disk['relay.json']).not.toContain(d)
    expect(await (await relayPair({}, { relay, portal })).line.ask(relayCalls.hello, {})).toMatchObject({
      kind: 'answered',
    })
  })

  test('writes over nothing', async () => {
    const { muster, disk } = operator()
    disk['relay.json'] = 'kept'
    expect(await muster(init)).toMatchObject({ code: 1, err: expect.stringContaining('is there already') })
    expect(disk).toEqual({ 'relay.json': 'kept' })
  })

  test.each([
    ['--url', 'http://relay.acme.example'],
    ['--url', 'https://relay.acme.example/path'],
    ['--url', 'relay.acme.example'],
  ])('refuses %s %s before anything is written', async (_, url) => {
    const { muster, disk } = operator()
    expect(await muster(`relay init relay.json portal.json --url ${url}`)).toMatchObject({ code: 1 })
    expect(disk).toEqual({})
  })
})

test('keys are rotated in three steps, and between them each end works with the other before and after', async () => {
  const { muster, files } = operator()
  await muster(init)
  const rounds = [files()]
  for (const step of ['add', 'use', 'forget']) {
    expect(await muster(`relay keys ${step} relay.json portal.json`)).toMatchObject({ code: 0, err: '' })
    rounds.push(files())
  }
  for (const [index, now] of rounds.entries())
    for (const { relay, portal } of [now, ...rounds.slice(index + 1, index + 2)].flatMap((next) => [
      { relay: now.relay, portal: next.portal },
      { relay: next.relay, portal: now.portal },
    ]))
      expect(await (await relayPair({}, { relay, portal })).line.ask(relayCalls.hello, {})).toMatchObject({
        kind: 'answered',
      })
  const [first, , , last] = rounds
  expect(last?.relay.signing).toHaveLength(1)
  expect(last?.relay.signing[0]?.kid).not.toBe(first?.relay.signing[0]?.kid)
  const old = await relayPair({}, { relay: last?.relay ?? expect.fail(), portal: first?.portal ?? expect.fail() })
  expect(await old.line.ask(relayCalls.hello, {})).toMatchObject({ kind: 'unavailable' })
})

describe('check', () => {
  test('tells version, clock, mail and which directories answer', async () => {
    const pair = await relayPair()
    const { code, out } = await operator(pair.line).muster('relay check --json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      version: 1,
      clock: expect.any(Number),
      mail: 'ready',
      directories: [{ account: 'acme', directory: 'corp', state: 'answers' }],
    })
    expect(pair.neighbours.journal).toEqual([])
  })

  test('fails where a directory does not answer', async () => {
    const pair = await relayPair()
    pair.neighbours.down.directory = true
    expect(await operator(pair.line).muster('relay check')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/directory +acme corp +does not answer/),
    })
  })

  test('says why a relay does not answer', async () => {
    const pair = await relayPair()
    pair.skew.relay = 90_000
    expect(await operator(pair.line).muster('relay check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('refused: stale'),
    })
  })

  test('warns before the clocks are too far apart', async () => {
    const pair = await relayPair()
    pair.skew.relay = 40_000
    expect((await operator(pair.line).muster('relay check')).out).toMatch(/40.* s ahead of ours +too far/)
  })
})

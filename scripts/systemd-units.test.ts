import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'deploy/systemd')
const units = readdirSync(folder).filter((name) => /\.(service|timer)$/.test(name))
const services = units.filter((name) => name.endsWith('.service'))
const run = promisify(execFile)

/** CI lacks nothing. */
const isMissing = !existsSync('/usr/bin/systemd-analyze') && (process.env['CI'] ?? '') === ''

describe.skipIf(isMissing)('systemd', () => {
  let home: string
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'muster-units-'))
    // It looks for what a unit starts.
    await mkdir(join(home, 'bin'))
    for (const name of ['muster', 'muster-server', 'muster-relay']) {
      await writeFile(join(home, 'bin', name), '#!/bin/sh\n')
      await chmod(join(home, 'bin', name), 0o755)
    }
    for (const name of units)
      await writeFile(
        join(home, name),
        (await readFile(join(folder, name), 'utf8')).replaceAll('/opt/muster/bin', join(home, 'bin')),
      )
  })
  afterAll(() => rm(home, { recursive: true, force: true }))

  test('takes the units, and has nothing to say about them', { timeout: 60_000 }, async () => {
    const files = units.map((name) => join(home, name))
    expect(await run('systemd-analyze', ['verify', '--man=no', ...files])).toEqual({ stdout: '', stderr: '' })
  })

  test.each(services)('finds little in %s that an intruder could use', { timeout: 60_000 }, async (name) => {
    // Tenths: 2.0 of 10; a unit without any of its settings has 9.6.
    const judged = run('systemd-analyze', [
      'security',
      '--no-pager',
      '--offline=yes',
      '--threshold=20',
      join(home, name),
    ])
    await expect(judged).resolves.toBeDefined()
  })
})

const settingsOf = (name: string): ReadonlyMap<string, readonly string[]> => {
  const pairs = readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, key, value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? []
      return key === undefined ? [] : [{ key, value }]
    })
  return new Map([...Map.groupBy(pairs, ({ key }) => key)].map(([key, list]) => [key, list.map(({ value }) => value)]))
}

test('the server has the time that its end may take, and secrets reach it as files in memory', () => {
  const settings = settingsOf('muster.service')
  expect(Number.parseInt(settings.get('TimeoutStopSec')?.[0] ?? '', 10)).toBeGreaterThan(30)
  expect(settings.get('LoadCredential')?.map((each) => each.split(':')[0])).toEqual(['keys.json', 'smtp-password'])
  for (const variable of ['MUSTER_KEYS_FILE=%d/keys.json', 'MUSTER_SMTP_PASSWORD_FILE=%d/smtp-password'])
    expect(settings.get('Environment')).toContain(variable)
  expect(settings.has('WatchdogSec')).toBe(false)
  expect(settings.has('MemoryDenyWriteExecute')).toBe(false)
})

test('backups are made by the server’s own user, of the server’s own store', () => {
  const [server, backup] = ['muster.service', 'muster-backup.service'].map(settingsOf)
  expect(backup?.get('User')).toEqual(server?.get('User'))
  const storeOf = (settings: typeof server) =>
    settings?.get('Environment')?.find((each) => each.startsWith('MUSTER_STORE'))
  expect(storeOf(backup)).toBe(storeOf(server))
})

test.each([
  [
    'muster.env.example',
    ['config.ts', 'common-config.ts', 'secrets-settings.ts', 'smtp-settings.ts', 'telemetry-config.ts'],
  ],
  ['relay.env.example', ['relay-config.ts', 'secrets-settings.ts', 'smtp-settings.ts', 'telemetry-config.ts']],
])('every variable of %s is one that is read', (example, readers) => {
  const read = readers.map((name) => readFileSync(join(root, 'bff/src', name), 'utf8')).join('\n')
  const names = readFileSync(join(folder, example), 'utf8').match(/^[A-Z_]+(?==)/gm) ?? []
  expect(names.length).toBeGreaterThan(3)
  for (const name of names) expect(read).toContain(`  ${name}: `)
})

test('the relay’s secrets reach it as files in memory, under the names that it reads', () => {
  const settings = settingsOf('muster-relay.service')
  const credentials = settings.get('LoadCredential')?.map((each) => each.split(':')[0])
  expect(credentials).toEqual(['relay-keys.json', 'relay-cert.pem', 'relay-key.pem', 'smtp-password'])
  const readers = ['relay-config.ts', 'secrets-settings.ts', 'smtp-settings.ts', 'telemetry-config.ts']
  const read = readers.map((name) => readFileSync(join(root, 'bff/src', name), 'utf8')).join('\n')
  for (const each of settings.get('Environment') ?? []) {
    const [name = '', value] = each.split('=')
    expect(read).toContain(`  ${name}: `)
    if (name.endsWith('_FILE')) expect(credentials).toContain(value?.replace('%d/', ''))
  }
  expect(Number.parseInt(settings.get('TimeoutStopSec')?.[0] ?? '', 10)).toBeGreaterThan(30)
})

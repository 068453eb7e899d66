import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { portOf } from './testing/port-of.ts'
import { createTestAuthority } from './testing/test-authority.ts'

let folder = ''
let relay: ChildProcess
let ports: readonly number[] = []
const at = (name: string) => join(folder, name)

const freePorts = async (): Promise<readonly number[]> => {
  const servers = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')]
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const free = servers.map(portOf)
  for (const server of servers) server.close()
  return free
}
const muster = (args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'muster.ts'), ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
const start = (env: Record<string, string>) =>
  spawn(process.execPath, [join(import.meta.dirname, 'relay.ts')], { env, stdio: ['ignore', 'ignore', 'pipe'] })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-relay-'))
  const authority = await createTestAuthority()
  const identity = await authority.issue(['localhost'])
  await writeFile(at('ca.pem'), authority.ca)
  await writeFile(at('cert.pem'), identity.cert)
  await writeFile(at('key.pem'), identity.key, { mode: 0o600 })
  ports = await freePorts()
  const made = await muster([
    'relay',
    'init',
    at('relay.json'),
    at('portal.json'),
    '--url',
    `https://localhost:${ports[0]}`,
  ])
  expect(made).toMatchObject({ code: 0, err: '' })
  relay = start({
    MUSTER_RELAY_KEYS_FILE: at('relay.json'),
    MUSTER_RELAY_PORT: String(ports[0]),
    MUSTER_RELAY_PRIVATE_PORT: String(ports[1]),
    MUSTER_RELAY_TLS_CERT_FILE: at('cert.pem'),
    MUSTER_RELAY_TLS_KEY_FILE: at('key.pem'),
    MUSTER_SECRETS_FOLDER: at('none'),
    MUSTER_DIRECTORY_NETWORKS: '10.0.0.0/8',
    MUSTER_SMTP_URL: 'smtp://127.0.0.1:9',
    MUSTER_SMTP_FROM: 'portal@example.test',
  })
  const ready = () => fetch(`http://127.0.0.1:${ports[1]}/readyz`)
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 50_000, interval: 100 })
}, 60_000)
afterAll(async () => {
  relay.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

test('with a certificate of its own it answers the portal over TLS, 1.2 or newer', async () => {
  const env = { MUSTER_STORE: `sqlite:${at('store.sqlite')}`, MUSTER_RELAY_FILE: at('portal.json') }
  expect(await muster(['migrate'], env)).toMatchObject({ code: 0 })
  const trusting = { ...env, NODE_EXTRA_CA_CERTS: at('ca.pem') }
  expect(await muster(['relay', 'check'], trusting)).toMatchObject({
    code: 0,
    out: expect.stringContaining('version 1'),
  })
  expect(await muster(['relay', 'check'], env)).toMatchObject({
    code: 1,
    err: 'muster: the relay does not answer: no connection\n',
  })
  const old = connect({
    host: 'localhost',
    port: ports[0],
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    rejectUnauthorized: false,
  })
  const [error] = await once(old, 'error')
  expect(String(error)).toMatch(/protocol version|no protocols available|unsupported protocol/i)
}, 60_000)

test('a file that is there already is not written over', async () => {
  expect(
    await muster(['relay', 'init', at('relay.json'), at('other.json'), '--url', 'https://relay.example']),
  ).toMatchObject({
    code: 1,
    err: expect.stringContaining('is there already'),
  })
}, 60_000)

test('mistakes are told by variable', async () => {
  const failing = start({
    MUSTER_RELAY_KEYS_FILE: at('portal.json'),
    MUSTER_SMTP_FROM: 'x',
    MUSTER_SMTP_URL: 'smtp://x',
  })
  const [words, [code]] = await Promise.all([text(failing.stderr), once(failing, 'exit')])
  expect(words).toMatch(/^ConfigError: MUSTER_RELAY_KEYS_FILE: /)
  expect(code).toBe(1)
}, 60_000)

test('it ends in order when it is told to', async () => {
  const ended = once(relay, 'exit')
  relay.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}, 60_000)

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { generateKeys } from './adapters/keys.ts'
import { portOf } from './testing/port-of.ts'

let folder = ''
const taken = createServer()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-main-'))
  await writeFile(join(folder, 'keys.json'), JSON.stringify(generateKeys()), { mode: 0o600 })
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
})
afterAll(async () => {
  taken.close()
  await rm(folder, { recursive: true, force: true })
})

const variables = (port: number, store: string): Record<string, string> => ({
  MUSTER_PROFILE: 'demo',
  MUSTER_ORIGIN: `http://localhost:${port}`,
  MUSTER_PORT: String(port),
  MUSTER_PRIVATE_PORT: '0',
  MUSTER_STORE: `sqlite:${join(folder, store)}`,
  MUSTER_KEYS_FILE: join(folder, 'keys.json'),
  MUSTER_SECRETS_FOLDER: join(folder, 'none'),
  MUSTER_SMTP_URL: 'smtp://127.0.0.1:9',
  MUSTER_SMTP_FROM: 'portal@example.test',
})

test('a server that cannot listen says why and ends, whatever of it had begun', async () => {
  const port = portOf(taken)
  const server = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: variables(port, 'store.sqlite'),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  })
  const [words, [code]] = await Promise.all([text(server.stderr), once(server, 'exit')])
  expect(words).toContain('EADDRINUSE')
  expect(code).toBe(1)
}, 60_000)

test('a server tells of itself on its private port, and a collector that is named, at the latest at its end', async () => {
  const heard: string[] = []
  const collector = createHttpServer((request, response) => {
    void text(request).then((body) => {
      heard.push(`${request.url} ${body}`)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  collector.listen(0, '127.0.0.1')
  const spare = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')]
  await Promise.all([collector, ...spare].map((server) => once(server, 'listening')))
  const [port = 0, hidden = 0] = spare.map(portOf)
  for (const server of spare) server.close()
  const server = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      ...variables(port, 'told.sqlite'),
      MUSTER_PRIVATE_PORT: String(hidden),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  })
  const written = text(server.stdout)
  const ended = once(server, 'exit')
  const ready = () => fetch(`http://127.0.0.1:${hidden}/readyz`)
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 50_000, interval: 100 })
  const answer = await fetch(`http://127.0.0.1:${port}/api/accounts/nobody`)
  const { reference }: { readonly reference: string } = JSON.parse(await answer.text())
  const metrics = await (await fetch(`http://127.0.0.1:${hidden}/metrics`)).text()
  expect(metrics).toContain('{method="GET",route="/api/accounts/:account",status="404"} 1\n')
  for (const name of [
    'muster_outbox_mails 0',
    'muster_http_connections{state="waiting"} 0',
    'muster_audit_unsealed_lines ',
    'process_start_time_seconds ',
  ])
    expect(metrics).toContain(`\n${name}`)
  server.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  collector.close()
  const lines: readonly Readonly<Record<string, unknown>>[] = (await written)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const line = lines.find(({ msg }) => msg === 'answered')
  expect(line).toMatchObject({ level: 30, reference, code: 'unknown-account', trace: expect.any(String) })
  const told = heard.join('\n')
  expect(told).toContain(`"traceId":"${String(line?.['trace'])}"`)
  expect(told).toContain('{"key":"db.system.name","value":{"stringValue":"sqlite"}}')
  expect(told).toContain('"muster_http_request_duration_seconds"')
}, 60_000)

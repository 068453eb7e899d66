import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('a server that cannot listen says why and ends, whatever of it had begun', async () => {
  const port = portOf(taken)
  const server = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      MUSTER_PROFILE: 'demo',
      MUSTER_ORIGIN: `http://localhost:${port}`,
      MUSTER_PORT: String(port),
      MUSTER_PRIVATE_PORT: '0',
      MUSTER_STORE: `sqlite:${join(folder, 'store.sqlite')}`,
      MUSTER_KEYS_FILE: join(folder, 'keys.json'),
      MUSTER_SECRETS_FOLDER: join(folder, 'none'),
      MUSTER_SMTP_URL: 'smtp://127.0.0.1:9',
      MUSTER_SMTP_FROM: 'portal@example.test',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  })
  const [words, [code]] = await Promise.all([text(server.stderr), once(server, 'exit')])
  expect(words).toContain('EADDRINUSE')
  expect(code).toBe(1)
}, 60_000)

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../demo/src/services/free-port.ts'
import { makeRelease, sparing } from './release-folder.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

let home: string
/** Elsewhere than where it was made, as on another machine. */
let release: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-release-'))
  const pages = join(home, 'pages')
  await mkdir(pages)
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Enroll</title>')
  await makeRelease({ root, folder: join(home, 'made'), pages, node: process.execPath })
  release = join(home, 'opt')
  await rename(join(home, 'made'), release)
}, 180_000)
afterAll(() => rm(home, { recursive: true, force: true }))

test('a release has no tests, no development packages and no installation’s files', async () => {
  const files = await readdir(release, { recursive: true })
  expect(
    files.filter((file) => /\.(test|suite)\.ts$|\/testing\//.test(file) && !file.includes('node_modules')),
  ).toEqual([])
  expect(files).not.toContain('pnpm-lock.yaml')
  const packages = await readdir(join(release, 'node_modules/.pnpm'))
  for (const name of ['vite', 'vitest', 'typescript', 'smtp-server', 'node'])
    expect(packages.filter((each) => each.startsWith(`${name}@`))).toEqual([])
  await access(join(release, 'third-party-licences.md'))
})

test('a container starts it as its launcher does', async () => {
  expect(await readFile(join(root, 'deploy/Containerfile'), 'utf8')).toContain(`\nENV NODE_OPTIONS="${sparing}"\n`)
})

test(
  'it starts with nothing else on the machine, serves its pages, and is backed up meanwhile',
  { timeout: 120_000 },
  async () => {
    const [port, privatePort] = [await freePort(), await freePort()]
    const keys = join(home, 'keys.json')
    const bare = { env: {}, cwd: '/' }
    const { stdout } = await run(join(release, 'bin/muster'), ['keys', 'create'], bare)
    await writeFile(keys, stdout, { mode: 0o600 })
    const env = {
      MUSTER_ORIGIN: 'https://enroll.example.test',
      MUSTER_STORE: `sqlite:${join(home, 'muster.sqlite')}`,
      MUSTER_KEYS_FILE: keys,
      MUSTER_SMTP_URL: 'smtp://127.0.0.1:9',
      MUSTER_SMTP_FROM: 'enroll@example.test',
      MUSTER_WEB_ROOT: join(release, 'web'),
      MUSTER_PORT: String(port),
      MUSTER_PRIVATE_PORT: String(privatePort),
      NODE_OPTIONS: '--max-old-space-size=500',
    }
    const server = spawn(join(release, 'bin/muster-server'), [], { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    try {
      const status = (url: string) =>
        fetch(url).then(
          (answer) => answer.status,
          () => 0,
        )
      await expect
        .poll(() => status(`http://127.0.0.1:${privatePort}/readyz`), { timeout: 60_000, message: said })
        .toBe(200)
      expect(await (await fetch(`http://127.0.0.1:${port}/acme`)).text()).toContain('Enroll')
      const started = (await readFile(`/proc/${server.pid}/environ`, 'utf8')).split('\0')
      // What the operator wants comes last: it is what Node heeds.
      expect(started).toContain(`NODE_OPTIONS=${sparing} --max-old-space-size=500`)
      await run(join(release, 'bin/muster'), ['backup', join(home, 'b1')], { env, cwd: '/' })
      expect((await readFile(join(home, 'b1'))).subarray(0, 15).toString()).toBe('SQLite format 3')
    } finally {
      const gone = once(server, 'exit')
      server.kill('SIGKILL')
      await gone
    }
  },
)

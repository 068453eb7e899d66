import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDemoAuthority } from '@muster/demo/certificates/demo-authority'
import { caddyObstacle, startCaddy } from '@muster/demo/services/caddy'
import { freePort } from '@muster/demo/services/free-port'
import { startNginx } from '@muster/demo/services/nginx'
import type { WebServer } from '@muster/demo/services/web-server'
import { expect, test } from '../fixtures.ts'
import { type RawAnswer, rawAnswer } from '../raw-answer.ts'

const built = join(import.meta.dirname, '../../web/dist')

/** Of the connection, of the moment, or of the host's own counting. */
const ofTheHost =
  /^(accept-ranges|connection|content-length|date|etag|keep-alive|last-modified|server|transfer-encoding)$/

/** `simulated`: what the demo's own Entra adds to the policy. */
const comparable = ({ status, headers, body }: RawAnswer, simulated: string) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !ofTheHost.test(name))
      .map(([name, value]) => [name, String(value).replace(` ${simulated}`, '').toLowerCase()])
      // XML is UTF-8 where nobody says otherwise.
      .map(([name, value]) => [name, value?.replace('image/svg+xml; charset=utf-8', 'image/svg+xml')]),
  ),
  body: body.toString('base64'),
})

const filesOf = async (): Promise<readonly string[]> => {
  const entries = await readdir(built, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name).slice(built.length))
}

const others = [
  '/',
  '/new-ad-1',
  '/new-ad-1/0123456789abcdefABCDEF',
  '/new-ad-1/',
  '/a/b/c/d',
  '/acme?x=1',
  '/redirect',
  '/redirect?x=1',
  '/redirect/x',
  '/config.json',
  '/assets',
  '/assets/',
  '/assets/index-00000000.js',
  '/assets/index-00000000.js?x=1',
  '/index.html/more',
]

const hosts = [
  { name: 'nginx', obstacle: undefined, start: startNginx },
  { name: 'Caddy', obstacle: caddyObstacle(), start: startCaddy },
] as const

/** Compared with the server on Node: at the edge the runtime, not Muster, answers for files and encodings. */
const ofOwnServer = { tag: '@own-server' }

const encodings = ['gzip, deflate, br, zstd', 'gzip, deflate', 'identity']

// A machine without one runs the rest; CI never goes without.
const runnable = hosts.filter(({ obstacle }) => obstacle === undefined || (process.env['CI'] ?? '') !== '')

for (const { name, start } of runnable) {
  test.describe(`pages from ${name}`, () => {
    let host: WebServer
    let origin: string
    test.beforeAll(async ({ world }) => {
      host = await start({ pages: built, bffPort: Number(new URL(world.bffOrigin).port) })
      origin = `http://127.0.0.1:${host.port}`
    })
    test.afterAll(() => host.stop())

    test('every file and every kind of path is answered as Muster itself does', ofOwnServer, async ({ world }) => {
      const paths = [...(await filesOf()), ...others]
      expect(paths.length).toBeGreaterThan(40)
      for (const path of paths)
        for (const encoding of encodings)
          for (const method of ['GET', 'HEAD']) {
            const options = { method, headers: { 'Accept-Encoding': encoding } }
            const [ours, theirs] = await Promise.all([
              rawAnswer(world.bffOrigin + path, options),
              rawAnswer(origin + path, options),
            ])
            expect(comparable(theirs, world.origin), `${method} ${path}, ${encoding}`).toEqual(
              comparable(ours, world.origin),
            )
          }
    })

    test('what may be kept for a while has a tag for each encoding, and is not sent again', async () => {
      for (const path of ['/new-ad-1', '/index.html', '/service-worker.js', '/icon.svg']) {
        const tags = new Set<string>()
        for (const encoding of encodings) {
          const asked = { 'Accept-Encoding': encoding }
          const tag = (await rawAnswer(origin + path, { headers: asked })).headers.etag ?? ''
          expect(tag).toMatch(/^"[^"]+"$/)
          tags.add(tag)
          const again = await rawAnswer(origin + path, { headers: { ...asked, 'If-None-Match': tag } })
          expect([again.status, again.body.length]).toEqual([304, 0])
          expect(again.headers).toMatchObject({
            'cache-control': 'no-cache',
            vary: 'Accept-Encoding',
            'content-security-policy': expect.stringContaining("default-src 'none'"),
          })
        }
        expect(tags.size, path).toBe(3)
      }
    })

    test('calls reach Muster, with the address that the host saw', ofOwnServer, async ({ world }) => {
      const calls = [
        ['GET', '/api/accounts/new-ad-1'],
        ['GET', '/api/enrollment'],
        ['GET', '/api'],
        ['GET', '/api/none'],
        ['DELETE', '/api/enrollment'],
        ['POST', '/api/enrollment'],
      ] as const
      for (const [method, path] of calls) {
        const options = { method, headers: { Origin: world.origin, 'Content-Type': 'application/json' } }
        const text = method === 'POST' ? '{"account":"nobody-here"}' : ''
        const [ours, theirs] = await Promise.all([
          rawAnswer(world.bffOrigin + path, options, text),
          rawAnswer(origin + path, options, text),
        ])
        const { headers, status } = comparable(theirs, '')
        expect({ headers, status }, path).toEqual({ headers: comparable(ours, '').headers, status: ours.status })
      }
    })

    test('a body that is too large is refused, by Muster where it is a page’s', async ({ world }) => {
      const headers = { Origin: world.origin, 'Content-Type': 'application/json' }
      const post = (size: number) =>
        rawAnswer(`${origin}/api/enrollment`, { method: 'POST', headers }, 'x'.repeat(size))
      const ours = await post(40_000)
      expect([ours.status, ours.headers['content-type']]).toEqual([413, expect.stringContaining('problem+json')])
      expect((await post(80_000)).status).toBe(413)
    })

    test('where Muster does not answer, calls are told so in the one way that pages know', async () => {
      const alone = await start({ pages: built, bffPort: await freePort() })
      const { status, headers } = await rawAnswer(`http://127.0.0.1:${alone.port}/api/enrollment`, {})
      expect(status).toBe(503)
      expect(headers).toMatchObject({
        'retry-after': '5',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
      })
      expect((await rawAnswer(`http://127.0.0.1:${alone.port}/new-ad-1`, {})).status).toBe(200)
      await alone.stop()
    })

    test('an update replaces the page, and what is gone is 404', async () => {
      const before = await rawAnswer(`${origin}/new-ad-1`, {})
      const script = /\/assets\/index-[\w-]+\.js/.exec(before.body.toString())?.[0] ?? ''
      expect((await rawAnswer(origin + script, {})).status).toBe(200)
      for (const ending of ['', '.br', '.gz']) await rm(join(host.pages, script + ending), { force: true })
      for (const ending of ['.br', '.gz']) await rm(join(host.pages, `index.html${ending}`))
      await writeFile(join(host.pages, 'index.html'), '<!doctype html><title>new</title>')
      const after = await rawAnswer(`${origin}/new-ad-1`, { headers: { 'If-None-Match': before.headers.etag } })
      expect([after.status, after.body.toString()]).toEqual([200, '<!doctype html><title>new</title>'])
      const gone = await rawAnswer(origin + script, {})
      expect([gone.status, gone.headers['cache-control'], gone.body.toString()]).toEqual([404, 'no-cache', 'Not found'])
    })
  })
}

test('the site as it is shipped for nginx speaks https, and nothing else', async ({ world }) => {
  const authority = await createDemoAuthority()
  const identity = await authority.issue(['localhost'])
  const bffPort = Number(new URL(world.bffOrigin).port)
  const nginx = await startNginx({ pages: built, bffPort, identity })
  const { status, headers } = await rawAnswer(`https://localhost:${nginx.port}/new-ad-1`, {
    ca: authority.pem,
    minVersion: 'TLSv1.3',
  })
  expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=63072000; includeSubDomains'])
  const called = rawAnswer(`https://localhost:${nginx.port}/api/accounts/new-ad-1`, { ca: authority.pem })
  expect((await called).status).toBe(200)
  const plain = await rawAnswer(`http://127.0.0.1:${nginx.plainPort}/new-ad-1?x=1`, {})
  expect([plain.status, plain.headers.location]).toEqual([308, 'https://localhost/new-ad-1?x=1'])
  await nginx.stop()
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from './adapters/system.ts'
import { createPrivateApp } from './http/private-app.ts'
import { close, listen } from './serve.ts'
import { mountPages } from './static-pages.ts'
import { answerTo, headOf } from './testing/raw-connection.ts'
import { stillPortal } from './testing/still-portal.ts'

const anywhere = { host: '127.0.0.1', port: 0 }
let folder = ''
const servers: Server[] = []
let hidden: Server
let bare: Server
let whole: Server
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>pages</title>')
  await writeFile(join(folder, 'assets/index-1.js'), 'export {}')
  const unwell = () => Promise.reject(new Error('down'))
  hidden = await listen(
    createPrivateApp({ closing: () => false, storeTime: unwell, clock: systemClock, metrics: async () => 'up 1\n' }),
    anywhere,
  )
  const portal = await stillPortal()
  bare = await listen((await stillPortal()).app, anywhere)
  mountPages(portal.app, folder, ['https://login.microsoftonline.com'])
  whole = await listen(portal.app, anywhere)
  servers.push(hidden, bare, whole)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => close(server, 0)))
  await rm(folder, { recursive: true, force: true })
})

type Answer = { readonly status: string; readonly headers: ReadonlyMap<string, string>; readonly body: string }

const asked = async (server: Server, line: string, ...more: readonly string[]): Promise<Answer> => {
  const answer = await answerTo(server, `${line} HTTP/1.1`, ...more, 'Connection: close', '', '')
  const [status = '', ...lines] = headOf(answer)
  const headers = new Map(
    lines.map((header) => [header.slice(0, header.indexOf(':')).toLowerCase(), header.slice(header.indexOf(':') + 2)]),
  )
  expect(headers.size).toBe(lines.length)
  return { status: status.slice('HTTP/1.1 '.length), headers, body: answer.slice(answer.indexOf('\r\n\r\n') + 4) }
}

const host = 'Host: portal'
const own = 'Origin: https://portal.example.test'
const json = 'Content-Type: application/json'

// A table is read by its columns:
// oxfmt-ignore
const rows: readonly (readonly [what: string, server: () => Server, line: string, more: readonly string[], status: string, cached: string])[] = [
  ['a page',                  () => whole,  'GET /acme',                [host],                              '200 OK',                'no-cache'],
  ['its headers alone',       () => whole,  'HEAD /acme',               [host],                              '200 OK',                'no-cache'],
  ['the page of the return',  () => whole,  'GET /redirect',            [host],                              '200 OK',                'no-store'],
  ['an asset',                () => whole,  'GET /assets/index-1.js',   [host],                              '200 OK',                'public, max-age=31536000, immutable'],
  ['an asset that is gone',   () => whole,  'GET /assets/index-2.js',   [host],                              '404 Not Found',         'no-cache'],
  ['a way out of the folder', () => whole,  'GET /..%2f..%2fetc/passwd', [host],                             '200 OK',                'no-cache'],
  ['a page that is posted to', () => whole, 'POST /acme',               [host, 'Content-Length: 0'],         '404 Not Found',         'no-cache'],
  ['a page’s options',        () => whole,  'OPTIONS /acme',            [host],                              '404 Not Found',         'no-cache'],
  ['a profile',               () => whole,  'GET /api/accounts/new-ad-2', [host],                            '200 OK',                'no-store'],
  ['a profile’s headers',     () => whole,  'HEAD /api/accounts/new-ad-2', [host],                           '200 OK',                'no-store'],
  ['the document',            () => whole,  'GET /api/openapi.json',    [host],                              '200 OK',                'no-store'],
  ['a problem',               () => whole,  'GET /api/enrollment',      [host],                              '404 Not Found',         'no-store'],
  ['a foreign origin',        () => whole,  'POST /api/enrollment',     [host, json, 'Content-Length: 2'],   '403 Forbidden',         'no-store'],
  ['another type',            () => whole,  'POST /api/enrollment',     [host, own, 'Content-Length: 0'],    '415 Unsupported Media Type', 'no-store'],
  ['a body that is none',     () => whole,  'POST /api/enrollment',     [host, own, json, 'Content-Length: 0'], '400 Bad Request',    'no-store'],
  ['nothing',                 () => whole,  'DELETE /api/enrollment',   [host, own],                         '204 No Content',        'no-store'],
  ['a call that is none',     () => whole,  'GET /api/none',            [host],                              '404 Not Found',         'no-store'],
  ['the API itself',          () => whole,  'GET /api',                 [host],                              '404 Not Found',         'no-store'],
  ['a preflight',             () => whole,  'OPTIONS /api/enrollment',  [host, 'Origin: https://evil.test', 'Access-Control-Request-Method: POST'], '404 Not Found', 'no-store'],
  ['another method',          () => whole,  'PROPFIND /api/enrollment', [host],                              '404 Not Found',         'no-store'],
  ['TRACE',                   () => whole,  'TRACE /acme',              [host],                              '405 Method Not Allowed', 'no-store'],
  ['no host',                 () => whole,  'GET /acme',                [],                                  '400 Bad Request',       'no-store'],
  ['two hosts',               () => whole,  'GET /acme',                [host, host],                        '400 Bad Request',       'no-store'],
  ['a host that is none',     () => whole,  'GET /acme',                ['Host: a b'],                       '400 Bad Request',       'no-store'],
  ['an odd expectation',      () => whole,  'POST /acme',               [host, 'Expect: x'],                 '417 Expectation Failed', 'no-store'],
  ['no pages here',           () => bare,   'GET /acme',                [host],                              '404 Not Found',         'no-store'],
  ['health',                  () => hidden, 'GET /healthz',             [host],                              '200 OK',                'no-store'],
  ['no readiness',            () => hidden, 'GET /readyz',              [host],                              '503 Service Unavailable', 'no-store'],
  ['metrics',                 () => hidden, 'GET /metrics',             [host],                              '200 OK',                'no-store'],
  ['nothing on the private port', () => hidden, 'GET /api/enrollment',  [host],                              '404 Not Found',         'no-store'],
]

test.each(rows)('%s: every answer has the headers of its kind', async (_what, server, line, more, status, cached) => {
  const answer = await asked(server(), line, ...more)
  expect(answer.status).toBe(status)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': cached,
    'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  })
  const isPages = server() === whole && /^[A-Z]+ \/(?:acme|assets|redirect|\.\.)/.test(line) && cached !== 'no-store'
  expect(answer.headers.has('cross-origin-opener-policy')).toBe(isPages)
  expect(answer.headers.has('server')).toBe(false)
  expect(answer.headers.has('x-powered-by')).toBe(false)
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(answer.body).not.toContain('root:')
})

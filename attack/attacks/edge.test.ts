import { gzipSync } from 'node:zlib'
import { everyRoute as routes } from '@muster/shared/every-route'
import { directoryPassword, domain } from '@muster/demo/world/people'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, codeFor, digestOf, newAttacker, tally, wordOf } from '../world/attacker.ts'
import { type Database, openDatabase } from '../world/database.ts'
import { drip, type RawAnswer, sayRaw } from '../world/raw-http.ts'

let arena: Arena
let database: Database
const attackers: Attacker[] = []
const rawAnswers: RawAnswer[] = []

beforeAll(async () => {
  arena = await startArena({
    name: 'attack-edge',
    engine: 'postgres',
    fsync: false,
    settings: { responseFloor: 0, responseFloorSpread: 0 },
  })
  database = openDatabase(arena.directStore)
})
afterAll(async () => {
  await database.close()
  await arena.stop()
})

const attacker = (options: Parameters<typeof newAttacker>[1] = {}): Attacker => {
  const made = newAttacker(arena, options)
  attackers.push(made)
  return made
}

const ask = async (line: string, headers: readonly string[] = [], body: string | Buffer = ''): Promise<RawAnswer> => {
  const host = `Host: ${new URL(arena.portal.origin).host}`
  const head = [`${line} HTTP/1.1`, host, 'Connection: close', ...headers, '', ''].join('\r\n')
  const answer = await sayRaw(arena.portal.origin, Buffer.concat([Buffer.from(head), Buffer.from(body)]))
  rawAnswers.push(answer)
  return answer
}
const own = () => [`Origin: ${arena.origin}`]
const json = () => [...own(), 'Content-Type: application/json']

describe('headers', () => {
  const everywhere = {
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    'permissions-policy': expect.stringContaining('camera=()'),
  }
  const call = { ...everywhere, 'cache-control': 'no-store' }
  const problem = { ...call, 'content-type': 'application/problem+json' }
  const page = {
    ...everywhere,
    'content-type': expect.stringContaining('text/html'),
    'cache-control': 'no-cache',
    'cross-origin-opener-policy': 'same-origin',
  }

  const kinds: readonly (readonly [
    what: string,
    status: number,
    line: string,
    headers: object,
    said?: () => readonly string[],
    body?: string | Buffer,
  ])[] = [
    ['a page', 200, 'GET /acme', page],
    ['a page, HEAD', 200, 'HEAD /acme', page],
    [
      'Microsoft’s way back, without COOP and never kept',
      200,
      'GET /redirect',
      { ...page, 'cache-control': 'no-store', 'cross-origin-opener-policy': undefined },
    ],
    ['a file', 200, 'GET /icon.svg', { ...everywhere, 'content-type': expect.stringContaining('image/svg+xml') }],
    ['a file that is not there', 404, 'GET /assets/none.js', { ...everywhere, 'cache-control': 'no-cache' }],
    ['a page’s path by POST', 404, 'POST /acme', everywhere],
    ['a profile', 200, 'GET /api/accounts/acme', { ...call, 'content-type': 'application/json' }],
    ['a logo', 200, 'GET /api/accounts/acme/logo', { ...call, 'content-type': 'image/png' }],
    ['the OpenAPI document', 200, 'GET /api/openapi.json', { ...call, 'content-type': 'application/json' }],
    ['no such account', 404, 'GET /api/accounts/nobody', problem],
    ['no enrollment', 404, 'GET /api/enrollment', problem],
    ['no enrollment, HEAD', 404, 'HEAD /api/enrollment', problem],
    ['no such call', 404, 'GET /api/none', problem],
    ['no such method', 404, 'PUT /api/enrollment', problem],
    [
      'a preflight',
      404,
      'OPTIONS /api/enrollment',
      problem,
      () => ['Origin: https://evil.test', 'Access-Control-Request-Method: POST'],
    ],
    [
      'an opened enrollment',
      201,
      'POST /api/enrollment',
      { ...call, 'content-type': 'application/json' },
      () => [...json(), 'Content-Length: 18'],
      '{"account":"acme"}',
    ],
    ['an ended enrollment', 204, 'DELETE /api/enrollment', call, own],
    ['an end from elsewhere', 403, 'DELETE /api/enrollment', problem],
    [
      'a foreign origin',
      403,
      'POST /api/enrollment',
      problem,
      () => ['Origin: https://evil.test', 'Content-Length: 0'],
    ],
    ['no JSON', 400, 'POST /api/enrollment', problem, () => [...json(), 'Content-Length: 1'], '{'],
    ['too much', 413, 'POST /api/enrollment', problem, () => [...json(), 'Content-Length: 20000'], ' '.repeat(20_000)],
    [
      'another type',
      415,
      'POST /api/enrollment',
      problem,
      () => [...own(), 'Content-Type: text/plain', 'Content-Length: 2'],
      '{}',
    ],
  ]
  const rows = kinds.map(([what, status, line, headers, said = () => [], body = '']) => ({
    what,
    status,
    line,
    headers,
    said,
    body,
  }))
  test.each(rows)('$what: $status', async ({ status, line, headers, said, body }) => {
    const answer = await ask(line, said(), body)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject(
      Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    )
    for (const [name, value] of Object.entries(headers))
      if (value === undefined) expect(answer.headers).not.toHaveProperty(name)
  })

  test('a page’s policy allows no script but our own files, and no frame', async () => {
    // But for the arena's own Entra on this machine, whose address a production process refuses to be given.
    const policy = ((await ask('GET /acme')).headers['content-security-policy'] ?? '').replaceAll(
      / http:\/\/127\.0\.0\.1:\d+/g,
      '',
    )
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).toMatch(/style-src 'self'(;|$)/)
    expect(policy).not.toMatch(/unsafe|\*|http:/)
  })

  test('a page that is asked for again, if changed, carries them too', async () => {
    const answer = await ask('GET /acme', ['If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT'])
    expect([200, 304]).toContain(answer.status)
    expect(answer.headers).toMatchObject(everywhere)
  })

  // What Node's parser or server refuses reaches no handler: it says nothing of us.
  const refused: readonly (readonly [
    what: string,
    statuses: readonly number[],
    line: string,
    headers?: readonly string[],
    body?: string,
  ])[] = [
    ['an unknown method', [400], 'BREW /acme'],
    ['TRACE, with what it would show', [405], 'TRACE /api/enrollment', ['Cookie: __Host-enrollment=shown']],
    ['CONNECT', [0, 400], 'CONNECT evil.test:443'],
    ['17 KiB of headers', [431], 'GET /acme', [`X-Long: ${'x'.repeat(17_000)}`]],
    ['two lengths', [400], 'POST /api/enrollment', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
    [
      'a length and chunks',
      [400],
      'POST /api/enrollment',
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      '0\r\n\r\n',
    ],
    ['chunks twice', [400], 'POST /api/enrollment', ['Transfer-Encoding: chunked, chunked'], '0\r\n\r\n'],
    ['an unknown coding', [400, 501], 'POST /api/enrollment', ['Transfer-Encoding: gzip'], '{}'],
    ['a blank before the colon', [400], 'POST /api/enrollment', ['Content-Length : 2'], '{}'],
    ['a folded header', [400], 'GET /acme', ['X-One: a\r\n b']],
    ['NUL in a header', [400], 'GET /acme', ['X-One: a\0b']],
    ['an expectation', [417], 'GET /acme', ['Expect: the-unexpected']],
  ]
  const refusals = refused.map(([what, statuses, line, headers = [], body = '']) => ({
    what,
    statuses,
    line,
    headers,
    body,
  }))
  test.each(refusals)('$what: refused', async ({ statuses, line, headers, body }) => {
    const answer = await ask(line, headers, body)
    expect(statuses).toContain(answer.status)
    expect(answer.closed).toBe(true)
    expect(answer.text).not.toContain('shown')
    expect(answer.text).not.toMatch(/node|hono|server:|x-powered-by|stack|\.ts/i)
  })

  test('a request behind another one is not taken for its body', async () => {
    const host = new URL(arena.portal.origin).host
    const smuggled = `GET /api/accounts/acme HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const bytes = `POST /api/enrollment HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`
    const answer = await sayRaw(arena.portal.origin, bytes)
    expect([answer.status, answer.closed]).toEqual([400, true])
    expect(answer.text.match(/HTTP\/1\.1/g)).toHaveLength(1)
  })
})

describe('the private port’s words', () => {
  test.each(['/healthz', '/readyz', '/metrics', '/api/metrics', '/api/../metrics', '/%6detrics'])(
    '%s is not answered in public',
    async (path) => {
      const answer = await ask(`GET ${path}`)
      expect(answer.text).not.toMatch(/\r\n\r\n(ok|ready)|muster_http|process_cpu/)
    },
  )
})

const unsafe = Object.values(routes).filter(({ method }) => method !== 'GET')
const posts = unsafe.filter(({ method }) => method === 'POST')

describe('unsafe calls', () => {
  const origins: readonly (readonly [string, Readonly<Record<string, string | undefined>>])[] = [
    ['no Origin', { Origin: undefined }],
    ['Origin null', { Origin: 'null' }],
    ['a foreign Origin', { Origin: 'https://evil.test' }],
    ['our name, another port', { Origin: 'http://localhost:1' }],
    ['our origin and a path', { Origin: 'OURS/' }],
    ['our origin and more', { Origin: 'OURS.evil.test' }],
    ['our Origin and another', { Origin: 'OURS, https://evil.test' }],
    ['Sec-Fetch-Site cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['Sec-Fetch-Site same-site', { 'Sec-Fetch-Site': 'same-site' }],
    ['Sec-Fetch-Site none', { 'Sec-Fetch-Site': 'none' }],
    [
      'Sec-Fetch-Site same-origin, and a foreign Origin',
      { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'same-origin' },
    ],
  ]
  test.each(unsafe)('$method $path is for our own pages', async ({ method, path }) => {
    const browser = attacker()
    await browser.open('acme')
    const before = await browser.current()
    for (const [what, given] of origins) {
      const headers = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, value?.replace('OURS', arena.origin)]),
      )
      const answer = await browser.say(path, { method, headers, ...(method === 'POST' ? { body: {} } : {}) })
      expect([what, answer.status, wordOf(answer)]).toEqual([what, 403, 'forbidden-origin'])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect((await browser.current()).headers.get('etag')).toBe(before.headers.get('etag'))
  })

  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    'application/jsonp',
    'application/json-patch+json',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'application/json;',
    '',
  ]
  test.each(posts)('POST $path takes application/json only', async ({ path }) => {
    const browser = attacker()
    await browser.open('acme')
    for (const type of types) {
      const answer = await browser.say(path, { body: '{"account":"acme"}', headers: { 'Content-Type': type } })
      expect([type, answer.status]).toEqual([type, 415])
    }
  })

  test('GET asks nobody where it comes from, and changes nothing', async () => {
    const browser = attacker()
    const opened = await browser.open('acme')
    const answer = await browser.say('', { headers: { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' } })
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, opened.headers.get('etag')])
  })
})

describe('bodies', () => {
  const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => Buffer.from(part)))
  const post = (body: Buffer, headers: readonly string[] = []) =>
    ask('POST /api/enrollment', [...json(), `Content-Length: ${body.length}`, ...headers], body)

  const malformed: readonly (readonly [string, Buffer])[] = [
    ['nothing', bytes('')],
    ['half an object', bytes('{"account":')],
    ['two objects', bytes('{"account":"acme"}{}')],
    ['single quotes', bytes("{'account':'acme'}")],
    ['a comment', bytes('{"account":"acme"/**/}')],
    ['NaN', bytes('{"account":NaN}')],
    ['a list', bytes('["acme"]')],
    ['null', bytes('null')],
    ['a text', bytes('"acme"')],
    ['an unknown key', bytes('{"account":"acme","admin":true}')],
    ['__proto__', bytes('{"account":"acme","__proto__":{"admin":true}}')],
    ['six levels', bytes('{"account":{"a":{"a":{"a":{"a":{"a":1}}}}}}')],
    ['thousands of levels', bytes('['.repeat(8000), ']'.repeat(8000))],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], '{"account":"acme"}')],
    ['UTF-8 cut short', bytes('{"account":"', [0xc3], '"}')],
    ['an overlong slash', bytes('{"account":"', [0xc0, 0xaf], '"}')],
    ['a surrogate in UTF-8', bytes('{"account":"', [0xed, 0xa0, 0x80], '"}')],
    ['Latin-1', bytes('{"account":"', [0xe9], '"}')],
    ['UTF-16', Buffer.from('{"account":"acme"}', 'utf16le')],
    ['NUL', bytes('{"account":"acme\\u0000"}')],
    ['a capital letter', bytes('{"account":"Acme"}')],
    ['a reserved name', bytes('{"account":"admin"}')],
    ['compressed', gzipSync('{"account":"acme"}')],
  ]
  test.each(malformed)('%s: 400', async (_what, body) => {
    const answer = await post(body)
    expect([answer.status, answer.text.includes('"code":"malformed"')]).toEqual([400, true])
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('compressed and said to be: still not opened', async () => {
    expect((await post(gzipSync('{"account":"acme"}'), ['Content-Encoding: gzip'])).status).toBe(415)
  })

  test('16 KiB are read, and not a byte more, whatever the length says', async () => {
    const fits = bytes('{"account":"acme"}'.padEnd(16_384))
    expect((await post(fits)).status).toBe(201)
    expect((await post(bytes(fits.toString(), ' '))).status).toBe(413)
    const chunk = `1000\r\n${' '.repeat(4096)}\r\n`
    expect((await ask('POST /api/enrollment', [...json(), 'Transfer-Encoding: chunked'], chunk.repeat(5))).status).toBe(
      413,
    )
  })

  test('32 KiB at Microsoft’s step alone', async () => {
    const browser = attacker()
    await browser.open('acme')
    const body = (size: number) => '{"idToken":"a"}'.padEnd(size)
    expect(wordOf(await browser.say('entra-sign-in', { body: body(32_768) }))).toBe('wrong-step')
    expect(wordOf(await browser.say('entra-sign-in', { body: body(32_769) }))).toBe('too-large')
    for (const { path } of posts.filter(({ name }) => name !== 'entraSignIn'))
      expect([path, wordOf(await browser.say(path, { body: body(16_385) }))]).toEqual([path, 'too-large'])
  })
})

describe('the cookie', () => {
  const setBy = (answer: Answer): string => {
    const [set = '', ...more] = answer.headers.getSetCookie()
    expect(more).toEqual([])
    expect(set).toMatch(/^__Host-enrollment=[\w-]{43}; Max-Age=1800; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    return set.split(';')[0] ?? ''
  }
  const asks = (browser: Attacker, cookie: string) => browser.say('', { headers: { Cookie: cookie } })
  const atPassword = async () => {
    const browser = attacker()
    const first = setBy(await browser.open('new-ad-2'))
    const named = setBy(await browser.submit('identity', { username: 'ana', domain: domain.name }))
    return { browser, first, named }
  }

  test('changes with every proof and at no other time; the store has its digest only', async () => {
    await database.rows('delete from rate_limit')
    const { browser, first, named } = await atPassword()
    expect(named).toBe(first)
    const step = await browser.submit('password', { password: directoryPassword })
    const proven = setBy(step)
    expect(proven).not.toBe(first)
    // Nothing was proven: not the same code anew.
    expect(setBy(await browser.submit('email-code', { code: '1' }))).toBe(proven)
    const code = await codeFor(arena, step)
    const both = setBy(await browser.submit('email-code', { code }))
    expect(new Set([first, proven, both]).size).toBe(3)
    const kept = await database.rows(
      'select cookie_digest, previous_cookie_digest from enrollment where cookie_digest = $1',
      digestOf(both),
    )
    expect(kept).toEqual([{ cookie_digest: digestOf(both), previous_cookie_digest: digestOf(proven) }])
    const everything = (await database.everything()).map(({ text }) => text).join('\n')
    for (const cookie of [first, proven, both]) expect(everything).not.toContain(cookie.split('=')[1])
    setBy(await browser.submit('device', { platform: 'ios' }))
  })

  test('its predecessor works until it was seen', async () => {
    await database.rows('delete from rate_limit')
    const { browser, first } = await atPassword()
    await browser.submit('password', { password: directoryPassword })
    const fresh = browser.cookie ?? ''
    expect((await asks(browser, first)).status).toBe(200)
    expect((await asks(browser, fresh)).status).toBe(200)
    expect(wordOf(await asks(browser, first))).toBe('no-enrollment')
    expect((await asks(browser, fresh)).status).toBe(200)
  })

  test('and two minutes at most', async () => {
    await database.rows('delete from rate_limit')
    const { browser, first } = await atPassword()
    await browser.submit('password', { password: directoryPassword })
    await database.age(119_000)
    expect((await asks(browser, first)).status).toBe(200)
    await database.age(1_000)
    expect(wordOf(await asks(browser, first))).toBe('no-enrollment')
  })

  test.each([
    ['twice', (cookie: string) => `${cookie}; ${cookie}`],
    ['twice with another value, ours first', (cookie: string) => `${cookie}; __Host-enrollment=x`],
    ['twice with another value, ours last', (cookie: string) => `__Host-enrollment=x; ${cookie}`],
    ['twice without a blank', (cookie: string) => `${cookie};__Host-enrollment=`],
  ])('%s: 400 at every call', async (_what, twice) => {
    const browser = attacker()
    const cookie = setBy(await browser.open('new-ad-2'))
    for (const { method, path, name } of Object.values(routes)) {
      if (name === 'profile') continue
      const answer = await browser.say(path, {
        method,
        headers: { Cookie: twice(cookie) },
        ...(method === 'POST' ? { body: {} } : {}),
      })
      expect([name, answer.status, wordOf(answer)]).toEqual([name, 400, 'malformed'])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  test.each([
    ['cut', (cookie: string) => cookie.slice(0, -1)],
    ['in capitals', (cookie: string) => cookie.replace('__Host-enrollment', '__HOST-ENROLLMENT')],
    ['without its prefix', (cookie: string) => cookie.replace('__Host-', '')],
    ['as its own digest', (cookie: string) => `__Host-enrollment=${digestOf(cookie)}`],
    ['empty', () => '__Host-enrollment='],
    ['of a prototype', () => '__Host-enrollment=__proto__'],
    ['SQL', () => "__Host-enrollment=' or 1=1 --"],
  ])('%s: nobody’s', async (_what, changed) => {
    const browser = attacker()
    const cookie = setBy(await browser.open('new-ad-2'))
    expect(wordOf(await asks(browser, changed(cookie)))).toBe('no-enrollment')
  })

  test('is taken away at the end', async () => {
    const browser = attacker()
    const cookie = setBy(await browser.open('new-ad-2'))
    const end = await browser.say('', { method: 'DELETE' })
    expect(end.headers.getSetCookie()).toEqual([
      '__Host-enrollment=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    ])
    expect(wordOf(await asks(browser, cookie))).toBe('no-enrollment')
  })
})

describe('where a client comes from', () => {
  const starts = (claims: (nth: number) => string): Promise<readonly Answer[]> =>
    Promise.all(Array.from({ length: 40 }, (_, nth) => attacker({ address: claims(nth) }).open('acme')))
  const counted = async (claims: (nth: number) => string): Promise<number> => {
    await database.rows('delete from rate_limit')
    return tally(await starts(claims))['identify'] ?? 0
  }

  test.each<readonly [string, (nth: number) => string]>([
    ['invented hops to its left', (nth) => `10.0.0.${nth}, 192.0.2.1`],
    [
      'many invented hops',
      (nth) => `${Array.from({ length: 30 }, (_, hop) => `10.${hop}.0.${nth}`).join(', ')}, 192.0.2.2`,
    ],
    ['hops that are no addresses', (nth) => `evil${nth}, 192.0.2.3`],
    ['the proxy’s own address as a hop', (nth) => `10.0.0.${nth}, 192.0.2.4, 127.0.0.1`],
    ['a port that changes', (nth) => `192.0.2.5:${5000 + nth}`],
    ['the same address as IPv6', (nth) => (nth % 2 === 0 ? '192.0.2.6' : '::ffff:192.0.2.6')],
    ['other hosts of one /64', (nth) => `2001:db8:1:2:${nth.toString(16)}::1`],
    ['other spellings of one /64', (nth) => (nth % 2 === 0 ? '2001:db8:1:3::1' : '2001:0DB8:0001:0003:0:0:0:2')],
  ])('%s: one address', async (_what, claims) => {
    const count = await counted(claims)
    expect(count).toBeGreaterThanOrEqual(20)
    // While forty knock, one or two are won back.
    expect(count).toBeLessThanOrEqual(22)
  })

  test.each<readonly [string, (nth: number) => string]>([
    ['two addresses', (nth) => `192.0.2.${100 + (nth % 2)}`],
    ['two /64', (nth) => `2001:db8:1:${10 + (nth % 2)}::1`],
  ])('%s are two', async (_what, claims) => {
    expect(await counted(claims)).toBe(40)
  })

  test('other headers of proxies are nobody’s word', async () => {
    await database.rows('delete from rate_limit')
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, nth) =>
        attacker({ address: '192.0.2.200' }).say('', {
          body: { account: 'acme' },
          headers: {
            'X-Real-IP': `10.0.0.${nth}`,
            Forwarded: `for=10.0.0.${nth}`,
            'X-Client-IP': `10.0.0.${nth}`,
            'True-Client-IP': `10.0.0.${nth}`,
            'CF-Connecting-IP': `10.0.0.${nth}`,
          },
        }),
      ),
    )
    expect(tally(answers)['identify']).toBeLessThanOrEqual(22)
  })

  test('Host and X-Forwarded-Host are in no answer', async () => {
    const browser = attacker()
    const opened = await browser.say('', {
      body: { account: 'acme' },
      headers: { 'X-Forwarded-Host': 'evil.test', 'X-Forwarded-Proto': 'gopher' },
    })
    expect(JSON.stringify([opened.text, [...opened.headers]])).not.toMatch(/evil|gopher/)
    expect((await ask('GET /acme', ['X-Forwarded-Host: evil.test'])).text).not.toContain('evil')
  })
})

test('a slow client is cut: at its headers within 15 s, at its body within 20', async () => {
  const host = new URL(arena.portal.origin).host
  const post = `POST /api/enrollment HTTP/1.1\r\nHost: ${host}\r\n${json().join('\r\n')}\r\nContent-Length: 10000\r\n\r\n`
  const [silent, headers, line, body] = await Promise.all([
    drip(arena.portal.origin, '', '', 26_000),
    drip(arena.portal.origin, `GET /acme HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `, 'x', 26_000),
    drip(arena.portal.origin, 'G', 'x', 26_000),
    drip(arena.portal.origin, post, ' ', 26_000),
  ])
  for (const answer of [silent, headers, line]) {
    expect([answer.closed, answer.status === 408 || answer.status === 0 || answer.status === 400]).toEqual([true, true])
    // Ten seconds and the five between two looks, and what a busy machine adds.
    expect(answer.after).toBeLessThan(20_000)
  }
  expect([body.closed, body.status]).toEqual([true, 408])
  expect(body.after).toBeLessThan(25_000)
})

test('no answer named another origin, a server or an allowed method of CORS', () => {
  const answered = [
    ...attackers.flatMap(({ heard }) => heard.map(({ headers }) => [...headers.keys()])),
    ...rawAnswers.map(({ headers }) => Object.keys(headers)),
  ]
  expect(answered.length).toBeGreaterThan(300)
  expect(
    answered.flat().filter((name) => /^access-control-|^server$|^x-powered-by$|^timing-allow-origin$/.test(name)),
  ).toEqual([])
})

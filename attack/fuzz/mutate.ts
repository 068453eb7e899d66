import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { hostileHeader, hostileJson, hostileText } from './hostile.ts'
import { type Header, headerOf, type Sent, withHeader } from './wire.ts'

/** One change to a request. */
export type Mutation = { readonly name: string; readonly apply: (sent: Sent) => Sent }

const named = (name: string, apply: (sent: Sent) => Sent): Mutation => ({ name, apply })
const without = (sent: Sent, name: string): Sent => withHeader(sent, name)
const withBody = (sent: Sent, body: string | Buffer): Sent => ({ ...sent, body: Buffer.from(body) })

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldsOf = ({ body }: Sent): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body?.toString() ?? '')
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
const keyAt = (fields: Readonly<Record<string, unknown>>, at: number): string => {
  const keys = Object.keys(fields)
  return keys[at % Math.max(1, keys.length)] ?? 'x'
}

const fields = fc.oneof(
  fc.nat(9).map((at) =>
    named('drop a field', (sent) => {
      const { [keyAt(fieldsOf(sent), at)]: _, ...rest } = fieldsOf(sent)
      return withBody(sent, JSON.stringify(rest))
    }),
  ),
  fc.tuple(hostileText, hostileJson).map(([key, json]) =>
    named('add a field', (sent) => {
      const text = JSON.stringify(fieldsOf(sent))
      return withBody(sent, `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(key)}:${json}}`)
    }),
  ),
  fc.tuple(fc.nat(9), hostileJson).map(([at, json]) =>
    named('another value', (sent) => {
      const { [keyAt(fieldsOf(sent), at)]: _, ...rest } = fieldsOf(sent)
      const text = JSON.stringify(rest)
      const pair = `${JSON.stringify(keyAt(fieldsOf(sent), at))}:${json}`
      return withBody(sent, `${text.slice(0, -1)}${text === '{}' ? '' : ','}${pair}}`)
    }),
  ),
  fc.tuple(fc.nat(9), hostileText).map(([at, text]) =>
    named('more text in a field', (sent) => {
      const all = fieldsOf(sent)
      const key = keyAt(all, at)
      return withBody(sent, JSON.stringify({ ...all, [key]: `${String(all[key])}${text}` }))
    }),
  ),
  fc.nat(9).map((at) =>
    named('a field twice', (sent) => {
      const all = fieldsOf(sent)
      const key = keyAt(all, at)
      return withBody(sent, `{${JSON.stringify(key)}:"x",${JSON.stringify(all).slice(1)}`)
    }),
  ),
)

const bytes = fc.oneof(
  hostileJson.map((json) => named('another body', (sent) => withBody(sent, json))),
  fc.nat(200).map((at) => named('a body cut off', (sent) => withBody(sent, sent.body?.subarray(0, at) ?? ''))),
  fc.uint8Array({ maxLength: 40 }).map((odd) => named('bytes', (sent) => withBody(sent, Buffer.from(odd)))),
  fc.tuple(fc.nat(200), fc.constantFrom(0, 0x80, 0xc0, 0xed, 0xff)).map(([at, byte]) =>
    named('a byte changed', (sent) => {
      const body = Buffer.from(sent.body ?? '{}')
      body[at % Math.max(1, body.length)] = byte
      return { ...sent, body }
    }),
  ),
  fc
    .constantFrom(15_000, 17_000, 33_000, 200_000)
    .map((size) =>
      named('a huge body', (sent) => withBody(sent, JSON.stringify({ ...fieldsOf(sent), x: 'x'.repeat(size) }))),
    ),
  fc.constantFrom(
    named('a byte order mark', (sent) => withBody(sent, `\ufeff${String(sent.body ?? '{}')}`)),
    named('UTF-16', (sent) => withBody(sent, Buffer.from(String(sent.body ?? '{}'), 'utf16le'))),
    named('in an array', (sent) => withBody(sent, `[${String(sent.body ?? '{}')}]`)),
    named('gzip', (sent) => withHeader(withBody(sent, gzipSync(sent.body ?? '{}')), 'Content-Encoding', 'gzip')),
    named('no body', ({ body: _, ...sent }) => sent),
  ),
)

const cookieName = '__Host-enrollment'
const types = [
  'text/plain',
  'application/json; charset=utf-8',
  'application/json;charset=utf-16',
  'APPLICATION/JSON',
  'application/json, text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/problem+json',
  'application/reports+json',
  'application/json\t',
  '',
]
const headers = fc.oneof(
  fc.constantFrom(...types).map((type) => named('content type', (sent) => withHeader(sent, 'Content-Type', type))),
  fc
    .constantFrom('http://evil.test', 'null', '', 'http://localhost', 'HTTP://LOCALHOST:4400')
    .map((origin) => named('origin', (sent) => withHeader(sent, 'Origin', origin))),
  fc
    .constantFrom('cross-site', 'same-site', 'none', 'x', 'same-origin')
    .map((site) => named('fetch site', (sent) => withHeader(sent, 'Sec-Fetch-Site', site))),
  fc
    .constantFrom('Content-Type', 'Origin', 'Cookie', 'Idempotency-Key')
    .map((name) => named(`without ${name}`, (sent) => without(sent, name))),
  fc.constantFrom('Content-Type', 'Origin', 'Cookie', 'Idempotency-Key', 'X-Forwarded-For', 'Accept').map((name) =>
    named(`${name} twice`, (sent) => {
      const value = headerOf(sent, name.toLowerCase()) ?? 'x'
      return withHeader(sent, name, value, value)
    }),
  ),
  fc
    .tuple(fc.constantFrom('Cookie', 'Idempotency-Key', 'If-Match', 'X-Forwarded-For', 'User-Agent'), hostileHeader)
    .map(([name, value]) => named(`another ${name}`, (sent) => withHeader(sent, name, value))),
  fc
    .oneof(hostileHeader, fc.constantFrom('x'.repeat(43), `${'A'.repeat(22)}.1`, '..', '%41', '"quoted"'))
    .map((value) => named('made-up cookie', (sent) => withHeader(sent, 'Cookie', `a=b; ${cookieName}=${value}`))),
  fc.nat(80).map((at) =>
    named('cookie bent', (sent) => {
      const value = headerOf(sent, 'cookie') ?? ''
      const place = cookieName.length + 1 + (at % Math.max(1, value.length - cookieName.length - 1))
      return withHeader(
        sent,
        'Cookie',
        `${value.slice(0, place)}${value[place] === 'A' ? 'B' : 'A'}${value.slice(place + 1)}`,
      )
    }),
  ),
  fc
    .constantFrom(
      '203.0.113.7',
      '::ffff:10.0.0.1',
      '2001:db8::1%eth0',
      'unknown',
      '1.2.3.4, 127.0.0.1',
      ',,,',
      `${'9.9.9.9,'.repeat(900)}1.1.1.1`,
    )
    .map((value) => named('forwarded for', (sent) => withHeader(sent, 'X-Forwarded-For', value))),
  fc
    .constantFrom('*', '"1"', '"x", *', 'W/"2"')
    .map((tag) => named('if-match', (sent) => withHeader(sent, 'If-Match', tag))),
  fc
    .constantFrom(10_000, 17_000)
    .map((size) => named('a huge header', (sent) => withHeader(sent, 'X-Padding', 'x'.repeat(size)))),
  fc
    .constantFrom<Header>(
      ['Transfer-Encoding', 'chunked'],
      ['Transfer-Encoding', 'gzip, chunked'],
      ['Content-Length', '5'],
      ['Content-Length', '-1'],
      ['Content-Length', '99999999999'],
      ['Expect', '100-continue'],
      ['Expect', 'the-unexpected'],
      ['Host', 'evil.test'],
      ['Host', 'a b'],
      ['Host', 'evil.test/x?y'],
      ['Host', '[::1'],
      ['Connection', 'Upgrade, HTTP2-Settings'],
      ['Upgrade', 'websocket'],
      ['X-HTTP-Method-Override', 'DELETE'],
      ['X-Forwarded-Host', 'evil.test'],
      ['Range', 'bytes=0-1'],
      ['If-None-Match', '*'],
      ['Accept', 'text/html'],
      ['bad name', 'x'],
    )
    .map(([name, value]) => named(`header ${name}: ${value}`, (sent) => withHeader(sent, name, value))),
)

/** Known to HTTP, known to nobody, and misspelt. */
export const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'post',
  'FOO',
  'G T',
]
const line = fc.oneof(
  fc.constantFrom(...methods).map((method) => named(`method ${method}`, (sent) => ({ ...sent, method }))),
  fc
    .constantFrom(
      '/',
      '//',
      '/..',
      '/%2e%2e',
      '?',
      '?a=b&a=c',
      '?__proto__[x]=1',
      '%00',
      '%',
      '%2',
      '%E0%A4%A',
      '%2f',
      ';x=y',
      '#x',
      ' ',
      '\\',
      'é',
      `/${'a'.repeat(3000)}`,
    )
    .map((end) => named(`path + ${end.slice(0, 9)}`, (sent) => ({ ...sent, path: sent.path + end }))),
  fc
    .constantFrom('/./', '//', '/api/../', '/%61pi/..', 'http://evil.test', '*', '\\', '/API/..')
    .map((start) => named(`${start} + path`, (sent) => ({ ...sent, path: start + sent.path }))),
)

/** Any one change. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 5, arbitrary: fields },
  { weight: 3, arbitrary: bytes },
  { weight: 5, arbitrary: headers },
  { weight: 1, arbitrary: line },
)

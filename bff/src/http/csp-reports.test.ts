import { describe, expect, test } from 'vitest'
import { violationsIn } from './csp-reports.ts'

const origin = 'https://portal.example.test'
const body = {
  documentURL: `${origin}/acme/a1B2c3D4e5F6g7H8i9J0kL?code=secret#hand-over`,
  referrer: '',
  effectiveDirective: 'connect-src',
  disposition: 'enforce',
  blockedURL: 'https://evil.example.test/take?password=secret#x',
  sourceFile: `${origin}/assets/index.js?token=secret`,
  lineNumber: 1,
  columnNumber: 23,
  statusCode: 200,
  originalPolicy: "default-src 'none'",
  sample: '',
}
const reported = (...bodies: readonly object[]) =>
  bodies.map((one) => ({ type: 'csp-violation', age: 5, url: origin, user_agent: 'x', body: one }))
const read = (value: unknown) => violationsIn(value, origin)
const one = (more: object) => read(reported({ ...body, ...more }))?.[0]

describe('a report of the Reporting API', () => {
  test('is read without queries and fragments, and without the enrollment request', () => {
    expect(read(reported(body))).toEqual([
      {
        directive: 'connect-src',
        disposition: 'enforce',
        page: '/acme',
        blocked: 'https://evil.example.test',
        source: `${origin}/assets/index.js:1:23`,
      },
    ])
    expect(JSON.stringify(read(reported(body)))).not.toContain('secret')
  })

  test.each(['inline', 'eval', 'trusted-types-sink', 'wasm-eval'])('names what has no address: %s', (blockedURL) => {
    expect(one({ blockedURL })).toMatchObject({ blocked: blockedURL })
  })

  test.each([
    ['data:text/html;base64,c2VjcmV0', 'data:'],
    ['blob:https://portal.example.test/0a', 'https://portal.example.test'],
    ['', 'other'],
    ['what\r\never "this" is', 'other'],
    [null, 'other'],
  ])('says no more of %j than %j', (blockedURL, blocked) => {
    expect(one({ blockedURL })).toMatchObject({ blocked })
  })

  test('names the sink that wanted a trusted type, never what it was given', () => {
    expect(one({ sample: 'Element innerHTML|<b>secret</b>' })).toMatchObject({ sink: 'Element innerHTML' })
    expect(one({ sample: 'secret without a sink' })).not.toHaveProperty('sink')
    expect(one({ sample: `${'x'.repeat(80)}|secret` })).not.toHaveProperty('sink')
  })

  test('is bounded and of one line, whatever stands in it', () => {
    const long = 'ä\n'.repeat(5_000)
    const violation = one({
      documentURL: `${origin}/${long}`,
      blockedURL: `https://${'a.'.repeat(200)}test/`,
      sourceFile: `${origin}/${long}`,
      effectiveDirective: long,
    })
    expect(violation).toMatchObject({ directive: 'other' })
    const text = Object.values(violation ?? {}).join(' ')
    expect(text.length).toBeLessThan(600)
    expect(text).toMatch(/^[\x20-\x7e]*$/)
  })

  test('of another page, or of another kind, is passed over', () => {
    expect(one({ documentURL: 'https://evil.example.test/acme' })).toBeUndefined()
    expect(one({ documentURL: 'about:blank' })).toBeUndefined()
    expect(read([{ type: 'deprecation', body: { id: 'x' } }, ...reported(body)])).toHaveLength(1)
    expect(read([{ type: 'crash', body: null }])).toEqual([])
    expect(read([])).toEqual([])
  })

  test.each([
    ['no list', { type: 'csp-violation', body }],
    ['a list of texts', ['csp-violation']],
    ['a body that lacks its page', reported({ ...body, documentURL: undefined })],
    ['a body of numbers', reported({ ...body, blockedURL: 7 })],
    ['a disposition nobody knows', reported({ ...body, disposition: 'ignore' })],
    ['no body', [{ type: 'csp-violation', body: null }]],
    ['one that is right beside one that is not', reported(body, {})],
    ['null', null],
  ])('is none: %s', (_what, value) => {
    expect(read(value)).toBeUndefined()
  })
})

describe('a report to report-uri', () => {
  const legacy = {
    'document-uri': `${origin}/acme?x=secret`,
    'violated-directive': 'script-src-elem',
    'blocked-uri': 'inline',
    'source-file': `${origin}/acme`,
    'line-number': 3,
  }

  test('is read as the newer ones are', () => {
    expect(read({ 'csp-report': legacy })).toEqual([
      {
        directive: 'script-src-elem',
        disposition: 'enforce',
        page: '/acme',
        blocked: 'inline',
        source: `${origin}/acme:3:0`,
      },
    ])
  })

  test('of an older browser names its directive with its values', () => {
    const old = { ...legacy, 'violated-directive': "img-src 'self' data:", disposition: 'report' }
    expect(read({ 'csp-report': old })).toMatchObject([{ directive: 'img-src', disposition: 'report' }])
  })

  test('is none without a page', () => {
    expect(read({ 'csp-report': { ...legacy, 'document-uri': undefined } })).toBeUndefined()
    expect(read({ report: legacy })).toBeUndefined()
  })
})

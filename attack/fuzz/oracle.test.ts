import { openApiDocument } from '@muster/bff/http/openapi'
import { apiHeaders } from '@muster/bff/http/protection'
import { expect, test } from 'vitest'
import type { Document } from './document.ts'
import { createOracle } from './oracle.ts'
import type { Answer, Sent } from './wire.ts'

const document: Document = JSON.parse(JSON.stringify(openApiDocument))
const oracle = createOracle(document)
const get: Sent = { method: 'GET', path: '/api/enrollment?x=1', headers: [] }
const resend: Sent = { method: 'POST', path: '/api/enrollment/email-code/resend', headers: [] }

const step = {
  kind: 'password',
  reference: 'K7QM-2XTR',
  account: { id: 'acme', name: 'Acme' },
  workflow: 'new',
  factors: { counted: 0, proven: [] },
  progress: { at: 2, of: 4, asks: ['name', 'password', 'email-code', 'device'] },
  expiresAt: '2026-11-25T12:00:00.000Z',
  username: 'ana',
  domain: 'corp.example.test',
}
const problem = { type: 'urn:x', title: 'x', status: 429, code: 'too-many-requests', reference: 'x', retryAfter: 7 }
const lower = Object.fromEntries(Object.entries(apiHeaders).map(([name, value]) => [name.toLowerCase(), value]))
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string | undefined>> = {}): Answer => ({
  kind: 'answer',
  status,
  headers: {
    ...lower,
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...(status < 400 ? { etag: '"1"' } : { 'retry-after': '7' }),
    ...headers,
  },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const findings = (sent: Sent, got: Answer) => oracle.judge(sent, got).findings

test('a step and a problem as documented are in order', () => {
  expect(oracle.judge(get, answer(200, step))).toMatchObject({ findings: [], call: 'current', outcome: '200 password' })
  expect(oracle.judge(resend, answer(429, problem))).toMatchObject({ findings: [], outcome: '429 too-many-requests' })
})

test.each<readonly [what: string, sent: Sent, got: Answer, finding: RegExp]>([
  ['a 500', get, answer(500, problem), /no 5xx/],
  ['a 503, since nothing is broken', get, answer(503, { ...problem, status: 503, code: 'unavailable' }), /no 5xx/],
  ['a status that the call does not have', get, answer(202, step), /202 is not documented/],
  [
    'a code that the call does not have',
    resend,
    answer(409, { ...problem, status: 409, code: 'device-limit' }),
    /device-limit is not/,
  ],
  ['a code that nobody knows', resend, answer(409, { ...problem, status: 409, code: 'odd' }), /no Problem/],
  ['another status in the problem', resend, answer(429, { ...problem, status: 409 }), /status 409 in a problem/],
  ['no Retry-After', resend, answer(429, problem, { 'retry-after': '' }), /another Retry-After/],
  [
    'a refusal that is no problem',
    resend,
    answer(400, 'no', { 'content-type': 'application/json' }),
    /400 without a problem/,
  ],
  ['a problem that is no JSON', resend, answer(429, '<html>'), /no JSON object/],
  ['a step without one of its fields', get, answer(200, { ...step, username: undefined }), /no Step/],
  ['a step with a field too many', get, answer(200, { ...step, password: 'x' }), /no Step/],
  ['a step without an ETag', get, answer(200, step, { etag: undefined }), /ETag/],
  ['an answer that may be kept', get, answer(200, step, { 'cache-control': 'max-age=60' }), /cache-control/],
  [
    'a cookie for scripts',
    get,
    answer(200, step, { 'set-cookie': '__Host-enrollment=x; Max-Age=1800; Path=/; Secure; SameSite=Strict' }),
    /Set-Cookie/,
  ],
  ['silence', get, { kind: 'no-answer', why: 'timeout' }, /no answer/],
  ['an empty 400 for what is HTTP', get, answer(400, '', { 'content-type': '' }), /400 without a problem/],
])('%s is found', (_, sent, got, finding) => {
  expect(findings(sent, got).join('\n')).toMatch(finding)
})

test('an empty 400 is right for what is no HTTP, and so is a closed connection', () => {
  const bent: Sent = { ...get, headers: [['Host', 'a b']] }
  expect(findings(bent, answer(400, '', { 'content-type': '' }))).toEqual([])
  expect(findings(bent, { kind: 'closed', why: 'ended' })).toEqual([])
})

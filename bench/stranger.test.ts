import { expect, test } from 'vitest'
import { comparable } from './stranger.ts'

const answer = (reference: string, more: object = {}) => ({
  status: 401,
  headers: ['Content-Type', 'application/problem+json', 'Set-Cookie', `id=${reference}; Path=/; Secure`, 'Date', 'now'],
  text: JSON.stringify({ code: 'sign-in-failed', reference, username: 'ana', retryAfter: reference.length, ...more }),
  ms: 1,
})

test('what is an enrollment’s own does not count as a difference', () => {
  expect(comparable(answer('AAAA-1'), 'ana')).toBe(comparable(answer('BBBB-22'), 'ana'))
})

test.each([
  ['a word more', answer('AAAA-1', { detail: 'locked' })],
  ['another name', answer('AAAA-1', { username: 'zoe' })],
  ['another status', { ...answer('AAAA-1'), status: 403 }],
  ['another attribute of the cookie', { ...answer('AAAA-1'), headers: ['Set-Cookie', 'id=AAAA-1; Path=/'] }],
  ['headers in another order', { ...answer('AAAA-1'), headers: answer('AAAA-1').headers.toReversed() }],
])('%s does', (_, other) => {
  expect(comparable(other, 'ana')).not.toBe(comparable(answer('AAAA-1'), 'ana'))
})

import { expect, test } from 'vitest'
import { forwardedFor } from './forwarded-for.ts'

test.each([
  ['this machine, claiming nothing', '127.0.0.1', undefined, '127.0.0.1'],
  ['this machine, claiming an address', '127.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['this machine over a socket for both families', '::ffff:127.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['this machine over IPv6', '::1', '203.0.113.5', '203.0.113.5'],
  ['this machine, claiming a blank', '127.0.0.1', ' ', '127.0.0.1'],
  ['a phone', '::ffff:192.168.1.20', undefined, '192.168.1.20'],
  ['a phone that claims another address', '192.168.1.20', '203.0.113.5', '192.168.1.20'],
])('%s', (_, peer, claimed, expected) => {
  expect(forwardedFor(peer, claimed)).toBe(expected)
})

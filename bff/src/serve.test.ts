import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { close, listen } from './serve.ts'
import { portOf } from './testing/port-of.ts'

let server: Server
let reached: string[]
beforeEach(async () => {
  reached = []
  const app = new Hono()
  app.all('*', async (c) => {
    reached.push(`${c.req.method} ${c.req.path} ${await c.req.text()}`)
    return c.text('done')
  })
  server = await listen(app, { host: '127.0.0.1', port: 0 })
})
afterEach(() => close(server, 0))

/** What comes back for these lines, until the server hangs up. */
const answerTo = async (...lines: readonly string[]): Promise<string> => {
  const socket = connect(portOf(server), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(lines.join('\r\n'))
  return text(socket)
}
const headOf = (answer: string): readonly string[] => (answer.split('\r\n\r\n')[0] ?? '').split('\r\n')

describe('a request that two servers could read differently', () => {
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: portal\r\n\r\n'
  test.each([
    ['two kinds of length', ['Content-Length: 6', 'Transfer-Encoding: chunked', '', '0', '', smuggled]],
    [
      'two kinds of length the other way round',
      ['Transfer-Encoding: chunked', 'Content-Length: 6', '', '0', '', smuggled],
    ],
    ['two lengths', ['Content-Length: 0', `Content-Length: ${smuggled.length}`, '', smuggled]],
    ['a coding that is not the last', ['Transfer-Encoding: chunked, identity', '', '0', '', smuggled]],
    ['a blank before the colon', ['Content-Length : 0', '', smuggled]],
  ])('by %s is refused, and nothing after it is read', async (_what, rest) => {
    const head = headOf(await answerTo('POST /first HTTP/1.1', 'Host: portal', ...rest))
    expect(head[0]).toBe('HTTP/1.1 400 Bad Request')
    expect(head).toContain('Connection: close')
    expect(reached.filter((request) => request.includes('smuggled'))).toEqual([])
  })
})

test('headers beyond 16 KiB are refused', async () => {
  const head = headOf(await answerTo('GET / HTTP/1.1', 'Host: portal', `X-Long: ${'x'.repeat(16_384)}`, '', ''))
  expect(head[0]).toBe('HTTP/1.1 431 Request Header Fields Too Large')
  expect(head).toContain('Connection: close')
})

test('TRACE reaches nothing, and gives nothing back', async () => {
  const answer = await answerTo('TRACE / HTTP/1.1', 'Host: portal', 'Cookie: secret', 'Connection: close', '', '')
  expect(headOf(answer)[0]).toBe('HTTP/1.1 405 Method Not Allowed')
  expect(answer).not.toContain('secret')
  expect(reached).toEqual([])
})

test('the time for headers, requests and idle connections is bounded, and so is the number of connections', () => {
  expect(server).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 65_000,
    maxConnections: 10_000,
  })
})

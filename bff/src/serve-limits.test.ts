import { once } from 'node:events'
import type { Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { afterEach, describe, expect, test } from 'vitest'
import { close, listen, type ServeLimits } from './serve.ts'
import { answerTo, headOf, openRaw } from './testing/raw-connection.ts'

let server: Server | undefined
let read: string[] = []
const serving = async (limits: Partial<ServeLimits> = {}): Promise<Server> => {
  read = []
  const app = new Hono()
  app.post('*', async (c) => {
    read.push(await c.req.text().catch(() => 'broken off'))
    return c.text('done')
  })
  app.get('*', (c) => c.text('done'))
  server = await listen(app, { host: '127.0.0.1', port: 0 }, limits)
  return server
}
afterEach(async () => {
  if (server !== undefined) await close(server, 0)
})

test('the numbers are the standard’s', async () => {
  expect(await serving()).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 65_000,
    maxConnections: 10_000,
  })
})

describe('sizes', () => {
  const lines = (header: number) => [
    'GET / HTTP/1.1',
    'Host: portal',
    'Connection: close',
    `X: ${'x'.repeat(header)}`,
    '',
    '',
  ]

  test('headers of almost 16 KiB are read', async () => {
    expect(headOf(await answerTo(await serving(), ...lines(16_250)))[0]).toBe('HTTP/1.1 200 OK')
  })

  test.each([
    ['in one line', lines(16_384)],
    [
      'in many',
      ['GET / HTTP/1.1', 'Host: portal', ...Array.from({ length: 2_000 }, (_, index) => `X-${index}: x`), '', ''],
    ],
    ['in the address', [`GET /${'x'.repeat(16_384)} HTTP/1.1`, 'Host: portal', '', '']],
    [
      'after the body',
      ['POST / HTTP/1.1', 'Host: portal', 'Transfer-Encoding: chunked', '', '0', `X: ${'x'.repeat(16_384)}`, '', ''],
    ],
  ])('headers beyond 16 KiB are refused: %s', async (_where, sent) => {
    const head = headOf(await answerTo(await serving(), ...sent))
    expect(head).toEqual(['HTTP/1.1 431 Request Header Fields Too Large', 'Connection: close'])
  })

  test('what is written beside a chunk’s size is bounded too', async () => {
    const extended = (length: number) => [
      'POST / HTTP/1.1',
      'Host: portal',
      'Transfer-Encoding: chunked',
      'Connection: close',
      '',
      `3;x=${'x'.repeat(length)}`,
      'abc',
      '0',
      '',
      '',
    ]
    const one = await serving()
    expect(headOf(await answerTo(one, ...extended(100)))[0]).toBe('HTTP/1.1 200 OK')
    expect(headOf(await answerTo(one, ...extended(17_000)))).toEqual([
      'HTTP/1.1 413 Payload Too Large',
      'Connection: close',
    ])
    expect(read).toEqual(['abc', 'broken off'])
  })
})

describe('time', () => {
  const short = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 }

  test.each([
    ['headers that do not end', ['GET / HTTP/1.1', 'Host: portal', 'X: a']],
    ['a body that does not come', ['POST / HTTP/1.1', 'Host: portal', 'Content-Length: 5', '', 'ab']],
    ['a chunk that does not come', ['POST / HTTP/1.1', 'Host: portal', 'Transfer-Encoding: chunked', '', '5', 'ab']],
    ['silence', []],
  ])('%s are cut off', async (_what, sent) => {
    const answer = await answerTo(await serving(short), ...sent)
    expect(headOf(answer)).toEqual(['HTTP/1.1 408 Request Timeout', 'Connection: close'])
  })

  test('a body that comes a byte at a time is cut off all the same, and is nothing to its reader', async () => {
    const socket = await openRaw(await serving(short))
    socket.on('error', () => undefined)
    socket.write('POST / HTTP/1.1\r\nHost: portal\r\nContent-Length: 10000\r\n\r\n')
    const drip = setInterval(() => socket.write('x'), 20)
    const answer = await text(socket)
    clearInterval(drip)
    expect(headOf(answer)[0]).toBe('HTTP/1.1 408 Request Timeout')
    expect(read).toEqual(['broken off'])
  })

  test('a connection that waits between requests ends after its time', async () => {
    const socket = await openRaw(await serving({ keepAliveTimeout: 100 }))
    socket.write('GET / HTTP/1.1\r\nHost: portal\r\n\r\n')
    expect(headOf(await text(socket))[0]).toBe('HTTP/1.1 200 OK')
  })

  test('an answer may take longer than a request: only its sender is timed', async () => {
    const app = new Hono()
    app.get('/', async (c) => {
      await new Promise((resolve) => setTimeout(resolve, 800))
      return c.text('done')
    })
    server = await listen(app, { host: '127.0.0.1', port: 0 }, short)
    expect(await answerTo(server, 'GET / HTTP/1.1', 'Host: portal', 'Connection: close', '', '')).toContain('200 OK')
  })
})

test('beyond the most connections nobody is let in, until one leaves', async () => {
  const one = await serving({ maxConnections: 2 })
  const [first, second] = [await openRaw(one), await openRaw(one)]
  const third = await openRaw(one)
  third.on('error', () => undefined)
  expect(await text(third).catch(() => '')).toBe('')
  first.end('GET / HTTP/1.1\r\nHost: portal\r\nConnection: close\r\n\r\n')
  expect(await text(first)).toContain('200 OK')
  if (!first.closed) await once(first, 'close')
  const fourth = await answerTo(one, 'GET / HTTP/1.1', 'Host: portal', 'Connection: close', '', '')
  expect(fourth).toContain('200 OK')
  second.destroy()
})

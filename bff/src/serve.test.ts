import { once } from 'node:events'
import { Agent, request as httpRequest, type Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { close, drain, listen } from './serve.ts'
import { portOf } from './testing/port-of.ts'
import { answerTo as answerOf, headOf } from './testing/raw-connection.ts'

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

const answerTo = (...lines: readonly string[]) => answerOf(server, ...lines)
const [get, post, host, last] = ['GET / HTTP/1.1', 'POST / HTTP/1.1', 'Host: portal', 'Connection: close']

describe('a request that two servers could read differently', () => {
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: portal\r\n\r\n'
  test.each([
    ['two kinds of length', ['Content-Length: 6', 'Transfer-Encoding: chunked', '', '0', '', smuggled]],
    [
      'two kinds of length the other way round',
      ['Transfer-Encoding: chunked', 'Content-Length: 6', '', '0', '', smuggled],
    ],
    ['two lengths', ['Content-Length: 0', `Content-Length: ${smuggled.length}`, '', smuggled]],
    ['two lengths in one line', [`Content-Length: 0, ${smuggled.length}`, '', smuggled]],
    ['a length with a sign', ['Content-Length: +0', '', smuggled]],
    ['a negative length', ['Content-Length: -1', '', smuggled]],
    ['a coding that is not the last', ['Transfer-Encoding: chunked, identity', '', '0', '', smuggled]],
    ['a coding nobody knows', ['Transfer-Encoding: xchunked', '', '0', '', smuggled]],
    ['a blank before the colon', ['Content-Length : 0', '', smuggled]],
    ['a folded line', ['X-Folded: a', ' Content-Length: 0', '', smuggled]],
    ['lines that end with LF alone', [`X: a\nContent-Length: 0\n\n${smuggled}`]],
    ['a CR within a line', ['X: a\rContent-Length: 0', '', smuggled]],
    ['a NUL within a line', ['X: a\0b', '', smuggled]],
    ['a second host', ['Host: elsewhere', 'Content-Length: 0', '', smuggled]],
  ])('by %s is refused, and nothing after it is read', async (_what, rest) => {
    const head = headOf(await answerTo('POST /first HTTP/1.1', host, ...rest))
    expect(head[0]).toBe('HTTP/1.1 400 Bad Request')
    expect(head).toContain('Connection: close')
    expect(reached.filter((request) => request.includes('smuggled'))).toEqual([])
  })

  test.each([
    ['a size that is no number', ['0x3', 'abc', '0', '', '']],
    ['a size beyond all numbers', ['fffffffffffffffff', 'abc', '0', '', '']],
    ['LF alone after a size', ['3\nabc\n0\n\n']],
    ['more than its size', ['3', 'abcdef', '0', '', '']],
  ])('by a chunk with %s is refused, and its body reaches nobody', async (_what, chunks) => {
    const head = headOf(await answerTo(post, host, 'Transfer-Encoding: chunked', '', ...chunks))
    expect(head[0]).toBe('HTTP/1.1 400 Bad Request')
    expect(head).toContain('Connection: close')
    expect(reached).toEqual([])
  })
})

describe('a request line', () => {
  test.each([
    ['of HTTP/2', ['GET / HTTP/2.0', host, '', '']],
    ['of HTTP/2’s greeting', ['PRI * HTTP/2.0', '', 'SM', '', '']],
    ['of TLS', ['\u0016\u0003\u0001\u0002\0\u0001\0']],
    ['with a method nobody knows', ['FOO / HTTP/1.1', host, '', '']],
    ['with a method in small letters', ['get / HTTP/1.1', host, '', '']],
    ['with TRACK', ['TRACK / HTTP/1.1', host, '', '']],
    ['with a control character', ['GET /a\u0001b HTTP/1.1', host, '', '']],
    ['with other letters than ASCII', ['GET /\u00ff HTTP/1.1', host, '', '']],
    ['for the server as a whole', ['OPTIONS * HTTP/1.1', host, last, '', '']],
    ['without a host', [get, '', '']],
    ['without a host, of HTTP/1.0', ['GET / HTTP/1.0', '', '']],
    ['for an empty host', [get, 'Host: ', last, '', '']],
    ['for a host that is none', [get, 'Host: a b/c@d', last, '', '']],
  ])('%s is refused', async (_what, lines) => {
    expect(headOf(await answerTo(...lines))[0]).toBe('HTTP/1.1 400 Bad Request')
    expect(reached).toEqual([])
  })

  test('of HTTP/1.0 is answered, and the connection ends', async () => {
    const answer = await answerTo('GET /old HTTP/1.0', host, '', '')
    expect(headOf(answer)[0]).toBe('HTTP/1.1 200 OK')
    expect(reached).toEqual(['GET /old '])
  })

  test('with a whole address is read by its path (RFC 9112 section 3.2.2)', async () => {
    await answerTo('GET http://elsewhere.test/whole HTTP/1.1', host, last, '', '')
    expect(reached).toEqual(['GET /whole '])
  })

  test('of CONNECT opens no tunnel: the connection ends without a word', async () => {
    expect(await answerTo('CONNECT elsewhere.test:443 HTTP/1.1', 'Host: elsewhere.test:443', '', '')).toBe('')
    expect(reached).toEqual([])
  })
})

describe('what a client asks for beside', () => {
  test.each([
    [
      'a web socket',
      ['Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13'],
    ],
    ['HTTP/2', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA']],
  ])('%s is not heard: the request is answered as any other, and nothing after it', async (_what, lines) => {
    const next = ['GET /next HTTP/1.1', host, '', '']
    const answer = await answerTo(get, host, 'Connection: Upgrade', ...lines, '', ...next)
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
    expect(headOf(answer)).toContain('Connection: close')
    expect(reached).toEqual(['GET / '])
  })

  test('100-continue is granted, and its body read', async () => {
    const answer = await answerTo(post, host, 'Expect: 100-continue', 'Content-Length: 3', last, '', 'abc')
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
    expect(reached).toEqual(['POST / abc'])
  })

  test('anything else it expects is refused', async () => {
    const answer = await answerTo(post, host, 'Expect: wonders', 'Content-Length: 3', '', 'abc')
    expect(headOf(answer)[0]).toBe('HTTP/1.1 417 Expectation Failed')
    expect(reached).toEqual([])
  })

  test('several requests at once are each answered', async () => {
    const answer = await answerTo(
      'GET /1 HTTP/1.1',
      host,
      '',
      'POST /2 HTTP/1.1',
      host,
      'Content-Length: 1',
      '',
      'xGET /3 HTTP/1.1',
      host,
      last,
      '',
      '',
    )
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3)
    expect(reached.toSorted()).toEqual(['GET /1 ', 'GET /3 ', 'POST /2 x'])
  })

  test('TRACE reaches nothing, and gives nothing back', async () => {
    const answer = await answerTo('TRACE / HTTP/1.1', host, 'Cookie: secret', '', '')
    expect(headOf(answer)[0]).toBe('HTTP/1.1 405 Method Not Allowed')
    expect(headOf(answer)).toContain('Allow: GET, HEAD, POST, DELETE')
    expect(answer).not.toContain('secret')
    expect(reached).toEqual([])
  })
})

describe('at the end', () => {
  const ask = (agent: Agent, port: number) =>
    new Promise<string>((resolve) => {
      const asked = httpRequest({ port, agent, method: 'POST' }, (response) => {
        response.resume().once('end', () => resolve(String(response.statusCode)))
      })
      asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      asked.end('x')
    })
  /** Asks again and again over one kept-alive connection, as a browser or a proxy does, until nobody is there. */
  const keepAsking = async (port: number, results: string[]): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let result = ''; result !== 'ECONNREFUSED';) {
      results.push((result = await ask(agent, port)))
      // Now and then a pause, in which the connection is idle.
      if (results.length % 3 === 0) await new Promise((resolve) => setTimeout(resolve, results.length % 7))
    }
    agent.destroy()
  }

  test('every answer ends its connection while the server drains, and not before', async () => {
    const answers = [await fetch(`http://127.0.0.1:${portOf(server)}/`)]
    drain(server)
    answers.push(await fetch(`http://127.0.0.1:${portOf(server)}/`))
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(['keep-alive', 'close'])
  })

  test('a connection that was just opened is answered all the same, though its request comes after the closing', async () => {
    const socket = connect(portOf(server), '127.0.0.1')
    await Promise.all([once(socket, 'connect'), once(server, 'connection')])
    drain(server)
    const closed = close(server, 5_000)
    await vi.waitFor(() => expect(server.listening).toBe(false))
    socket.write('GET / HTTP/1.1\r\nHost: portal\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200/)
    await closed
  })

  test('who comes some milliseconds after the closing began is served', async () => {
    drain(server)
    const closed = close(server, 5_000)
    // No more than there are looks, whose timer is the earlier one each time.
    await new Promise((resolve) => setTimeout(resolve, 8))
    expect(await ask(new Agent(), portOf(server))).toBe('200')
    await closed
  })

  test('the port closes also where new connections never stop coming', async () => {
    const results: string[] = []
    const port = portOf(server)
    drain(server)
    const closed = close(server, 5_000)
    for (; results.at(-1) !== 'ECONNREFUSED'; await new Promise((resolve) => setTimeout(resolve, 1)))
      void ask(new Agent(), port).then((result) => results.push(result))
    expect(results).toContain('200')
    await closed
  })

  test('a connection on which nothing was said holds up nobody for longer than a second', async () => {
    const socket = connect(portOf(server), '127.0.0.1')
    await Promise.all([once(socket, 'connect'), once(server, 'connection')])
    const ended = once(socket, 'close')
    // Were it waited for, this would be too late for the test.
    await close(server, 60_000)
    await ended
  })

  test('no request is lost on a connection that was in use, however many ask until nobody is there', async () => {
    const results: string[] = []
    const asking = Array.from({ length: 12 }, () => keepAsking(portOf(server), results))
    const answered = (more: number) => {
      const before = results.length
      return vi.waitFor(() => expect(results.length).toBeGreaterThan(before + more))
    }
    await answered(100)
    drain(server)
    await answered(100)
    await Promise.all([close(server, 5_000), ...asking])
    expect(new Set(results)).toEqual(new Set(['200', 'ECONNREFUSED']))
  })
})

import { once } from 'node:events'
import { type Agent, Agent as ClearAgent, request as clearRequest, type Server } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { Hono } from 'hono'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Address, close, connectionsOf, drain, listen, type ServeLimits } from './serve.ts'
import { portOf } from './testing/port-of.ts'
import { openRaw } from './testing/raw-connection.ts'
import { createTestAuthority, type TestAuthority } from './testing/test-authority.ts'

let authority: TestAuthority
let tls: Address['tls']
beforeAll(async () => {
  authority = await createTestAuthority()
  tls = await authority.issue(['127.0.0.1'])
})

let server: Server
let order: string[]
/** A server on which every path but two is answered at once: `/slow`, and `/unread` before its body is read, when let go. */
const serving = async (wanted: Partial<ServeLimits>, shown?: Address['tls']) => {
  const limits = { turnTime: 60_000, ...wanted }
  order = []
  const slow = Promise.withResolvers<undefined>()
  const app = new Hono()
  app.all('*', async (c) => {
    order.push(c.req.path)
    if (c.req.path === '/unread') await slow.promise
    await c.req.text()
    if (c.req.path === '/slow') await slow.promise
    return c.text('done')
  })
  server = await listen(app, { host: '127.0.0.1', port: 0, ...(shown === undefined ? {} : { tls: shown }) }, limits)
  return { letGo: () => slow.resolve(undefined) }
}
afterEach(async () => {
  vi.useRealTimers()
  await close(server, 0)
})

const get = (path: string, ...headers: readonly string[]): string =>
  ['GET ' + path + ' HTTP/1.1', 'Host: portal', ...headers, '', ''].join('\r\n')
/** A connection that asked at once, and what came back on it until it ended. */
const asking = async (
  path: string,
  ...headers: readonly string[]
): Promise<{ socket: Socket; answer: Promise<string> }> => {
  const socket = await openRaw(server)
  socket.write(get(path, ...headers))
  return { socket, answer: text(socket) }
}
const countsAre = (served: number, waiting: number) =>
  vi.waitFor(() => expect(connectionsOf(server)).toEqual({ served, waiting }), { timeout: 4_000 })

describe('beyond those that are served at once', () => {
  test('connections wait for their turn, and are answered in the order in which they came', async () => {
    const { letGo } = await serving({ turns: 2 })
    const first = [await asking('/slow', 'Connection: close'), await asking('/slow', 'Connection: close')]
    const later = []
    for (const path of ['/3', '/4', '/5']) later.push(await asking(path, 'Connection: close'))
    await countsAre(2, 3)
    expect(order).toEqual(['/slow', '/slow'])
    letGo()
    for (const { answer } of [...first, ...later]) expect(await answer).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    expect(order).toEqual(['/slow', '/slow', '/3', '/4', '/5'])
    await countsAre(0, 0)
  })

  test('nothing is read of who waits', async () => {
    const { letGo } = await serving({ turns: 1 })
    const first = await asking('/slow', 'Connection: close')
    await countsAre(1, 0)
    const came = once(server, 'connection')
    const waiting = await asking('/next', 'Connection: close')
    const [held]: Socket[] = await came
    // What is sent to this one before that one's turn was not read in all this time.
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(held?.bytesRead).toBe(0)
    letGo()
    await Promise.all([first.answer, waiting.answer])
    expect(held?.bytesRead).toBeGreaterThan(0)
  })

  test('nor of the very first that comes', async () => {
    await serving({ turns: 0 })
    const [[held], first] = await Promise.all([once(server, 'connection'), openRaw(server)])
    first.on('error', () => undefined).write(get('/'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(held).toHaveProperty('bytesRead', 0)
  })

  test('an answer is its connection’s last while somebody waits, and only then', async () => {
    await serving({ turns: 1 })
    const kept = await openRaw(server)
    const heard: string[] = []
    kept.setEncoding('latin1').on('data', (piece: string) => heard.push(piece))
    kept.write(get('/'))
    await vi.waitFor(() => expect(heard.join('')).toMatch(/Connection: keep-alive[^]*done$/))
    heard.length = 0
    // Who is in the middle of asking is not idle.
    const [begun, rest] = ['GET / HTTP/1.1\r\n', 'Host: portal\r\n\r\n']
    kept.write(begun)
    const waiting = await asking('/', 'Connection: close')
    await countsAre(1, 1)
    kept.write(rest + get('/not-any-more'))
    await once(kept, 'end')
    expect(heard.join('')).toMatch(/Connection: close[^]*done$/)
    expect(await waiting.answer).toContain('200 OK')
    // What was sent along with it is not done, since nobody would be told.
    expect(order).toEqual(['/', '/', '/'])
  })

  test.each([
    ['asks nothing any more', get('/')],
    ['never said anything', ''],
    ['never says all of what it asks', 'GET / HTTP/1.1\r\nX: '],
    ['never sends all of its body', 'POST / HTTP/1.1\r\nHost: portal\r\nContent-Length: 2\r\n\r\nx'],
    ['waits for its answer', get('/slow')],
  ])('who %s gives its turn on after a while, and is not cut', async (_what, said) => {
    const { letGo } = await serving({ turns: 1, turnTime: 300 })
    const slow = await openRaw(server)
    const cut = vi.fn()
    slow.resume().on('close', cut)
    const answered = said === get('/') ? once(slow, 'data') : undefined
    slow.write(said)
    await Promise.all([countsAre(1, 0), answered])
    expect(await (await asking('/next', 'Connection: close')).answer).toContain('200 OK')
    expect(cut).not.toHaveBeenCalled()
    await countsAre(1, 0)
    letGo()
    slow.destroy()
  })

  test('a turn that is over is not given on again when its connection ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await serving({ turns: 1, turnTime: 1_000 })
    const come = async (): Promise<Socket> => (await Promise.all([openRaw(server), once(server, 'connection')]))[0]
    const first = await come()
    vi.advanceTimersByTime(1_000)
    first.destroy()
    while (connectionsOf(server).served > 0) await new Promise((resolve) => setImmediate(resolve))
    await come()
    await come()
    expect(connectionsOf(server)).toEqual({ served: 1, waiting: 1 })
  })

  test('who resets the connection while waiting is known by its address all the same', async () => {
    const { letGo } = await serving({ turns: 1 })
    const addresses: (string | undefined)[] = []
    server.on('request', ({ socket }) => addresses.push(socket.remoteAddress))
    const slow = await asking('/slow', 'Connection: close')
    const gone = await openRaw(server)
    gone.write(get('/gone'))
    await countsAre(1, 1)
    gone.resetAndDestroy()
    letGo()
    await slow.answer
    await countsAre(0, 0)
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']))
  })

  test('who went away while waiting keeps nobody from a turn', async () => {
    const { letGo } = await serving({ turns: 1 })
    const slow = await asking('/slow', 'Connection: close')
    const gone = [await openRaw(server), await openRaw(server)]
    const waiting = await asking('/next', 'Connection: close')
    await countsAre(1, 3)
    gone[0]?.destroy()
    gone[1]?.resetAndDestroy()
    letGo()
    expect(await slow.answer).toContain('200 OK')
    expect(await waiting.answer).toContain('200 OK')
  })
})

describe.each([
  ['in the clear', () => undefined],
  ['over TLS', () => tls],
])('%s', (_how, shown) => {
  const client = () => {
    const asked = { port: 0, host: '127.0.0.1', ca: authority.ca }
    return shown() === undefined
      ? { agent: new ClearAgent({ keepAlive: true }), ask: clearRequest, asked }
      : { agent: new TlsAgent({ keepAlive: true }), ask: tlsRequest, asked }
  }

  test('everybody is answered, however many come at once and keep their connections', async () => {
    await serving({ turns: 5, turnTime: 300 }, shown())
    const { agent, ask, asked } = client()
    const once200 = (agentOf: Agent, body: string) =>
      new Promise<number | string>((resolve) => {
        const sent = ask({ ...asked, port: portOf(server), method: 'POST', agent: agentOf }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0))
        })
        sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
        sent.end(body)
      })
    // More than one read takes, so that reading has to go on after the turn has come.
    const bodies = Array.from({ length: 150 }, (_, index) => 'x'.repeat(index % 10 === 0 ? 300_000 : 10))
    const statuses = await Promise.all(bodies.map((body) => once200(agent, body)))
    agent.destroy()
    expect(new Set(statuses)).toEqual(new Set([200]))
    await countsAre(0, 0)
  })

  test('of a body that nobody reads yet no more is taken in than a buffer holds', async () => {
    const { letGo } = await serving({ turns: 1 }, shown())
    const { ask, asked } = client()
    const came = once(server, 'connection')
    const sent = ask({ ...asked, port: portOf(server), method: 'POST', path: '/unread', agent: false })
    sent.end(Buffer.alloc(20_000_000))
    const [socket]: Socket[] = await came
    await vi.waitFor(() => expect(order).toEqual(['/unread']))
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(socket?.bytesRead).toBeLessThan(1_000_000)
    letGo()
    const [response] = await once(sent, 'response')
    expect(response.statusCode).toBe(200)
    response.resume()
  })

  test('those who wait when the end comes are answered before it', async () => {
    const { letGo } = await serving({ turns: 1 }, shown())
    const { ask, asked } = client()
    const statuses: (number | undefined)[] = []
    const answered = Array.from({ length: 4 }, async (_, index) => {
      const sent = ask({ ...asked, port: portOf(server), path: index === 0 ? '/slow' : '/', agent: false })
      sent.end()
      const [response] = await once(sent, 'response')
      statuses.push(response.statusCode)
      response.resume()
    })
    await countsAre(1, 3)
    drain(server)
    const closed = close(server, 10_000)
    letGo()
    await Promise.all([closed, ...answered])
    expect(statuses).toEqual([200, 200, 200, 200])
  })
})

test('those who wait when the time is over are cut with the others', async () => {
  await serving({ turns: 1 })
  const cut = [await asking('/slow', 'Connection: close'), await asking('/next')]
  const ends = cut.map(({ answer }) => answer.catch((error: NodeJS.ErrnoException) => error.code))
  await countsAre(1, 1)
  await close(server, 50)
  for (const end of await Promise.all(ends)) expect(['', 'ECONNRESET']).toContain(end)
  expect(order).toEqual(['/slow'])
})

test('who comes after that is cut at once', async () => {
  await serving({ turns: 1 })
  const slow = await asking('/slow')
  slow.answer.catch(() => undefined)
  await countsAre(1, 0)
  await close(server, 0)
  // As one that had queued at the port before it closed.
  const late = new Socket()
  server.emit('connection', late)
  expect(late.destroyed).toBe(true)
})

test('at the end, what came while the process was busy is answered, and only who was silent is cut', async () => {
  const { letGo } = await serving({})
  const [asked, silent] = [await openRaw(server), await openRaw(server)]
  silent.on('error', () => undefined)
  await countsAre(2, 0)
  drain(server)
  const closed = close(server, 60_000)
  await vi.waitFor(() => expect(server.listening).toBe(false))
  asked.write(get('/slow'))
  // Longer than silence is waited for, before the process can read what was sent.
  const until = performance.now() + 1_500
  while (performance.now() < until);
  await once(silent, 'close')
  letGo()
  expect(await text(asked)).toContain('200 OK')
  await closed
})

test('a TLS client that does not shake hands gives its turn on to one that does', async () => {
  await serving({ turns: 1, turnTime: 300 }, tls)
  const silent = await openRaw(server)
  silent.on('error', () => undefined)
  const next = connectTls({ port: portOf(server), host: '127.0.0.1', ca: authority.ca })
  await once(next, 'secureConnect')
  next.write(get('/', 'Connection: close'))
  expect(await text(next)).toContain('200 OK')
  silent.destroy()
})

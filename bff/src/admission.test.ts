import { once } from 'node:events'
import { type Agent, Agent as ClearAgent, request as clearRequest, type Server } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { Hono } from 'hono'
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
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
/** A server on which every path but `/slow` is answered at once, and that when it is let go. */
const serving = async (limits: Partial<ServeLimits>, shown?: Address['tls']) => {
  order = []
  const slow = Promise.withResolvers<undefined>()
  const app = new Hono()
  app.all('*', async (c) => {
    order.push(c.req.path)
    await c.req.text()
    if (c.req.path === '/slow') await slow.promise
    return c.text('done')
  })
  server = await listen(app, { host: '127.0.0.1', port: 0, ...(shown === undefined ? {} : { tls: shown }) }, limits)
  return { letGo: () => slow.resolve(undefined) }
}
afterEach(() => close(server, 0))

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
    const { letGo } = await serving({ servedConnections: 2 })
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
    const { letGo } = await serving({ servedConnections: 1 })
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

  test('an answer is its connection’s last while somebody waits, and only then', async () => {
    await serving({ servedConnections: 1 })
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
    kept.write(rest)
    await once(kept, 'end')
    expect(heard.join('')).toMatch(/Connection: close[^]*done$/)
    expect(await waiting.answer).toContain('200 OK')
  })

  test('who kept a connection and asks nothing makes room at once, not at the next look', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    await serving({ servedConnections: 1 })
    const idle = await openRaw(server)
    idle.write(get('/'))
    await once(idle, 'data')
    expect(await (await asking('/next', 'Connection: close')).answer).toContain('200 OK')
    idle.destroy()
  })

  test.each([
    ['never said anything', ''],
    ['never says all of what it asks', 'GET / HTTP/1.1\r\nX: '],
  ])('who %s makes room', async (_what, said) => {
    await serving({ servedConnections: 1 })
    const slow = await openRaw(server)
    slow.on('error', () => undefined)
    slow.write(said)
    expect(await (await asking('/next', 'Connection: close')).answer).toContain('200 OK')
    if (!slow.closed) await once(slow, 'close')
  })

  test('who waits for an answer does not', async () => {
    const { letGo } = await serving({ servedConnections: 1 })
    const slow = await asking('/slow', 'Connection: close')
    const waiting = await asking('/next', 'Connection: close')
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(connectionsOf(server)).toEqual({ served: 1, waiting: 1 })
    letGo()
    expect(await slow.answer).toContain('200 OK')
    expect(await waiting.answer).toContain('200 OK')
  })

  test('who went away while waiting keeps nobody from a turn', async () => {
    const { letGo } = await serving({ servedConnections: 1 })
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
    await serving({ servedConnections: 5 }, shown())
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

  test('those who wait when the end comes are answered before it', async () => {
    const { letGo } = await serving({ servedConnections: 1 }, shown())
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
  await serving({ servedConnections: 1 })
  const cut = [await asking('/slow', 'Connection: close'), await asking('/next')]
  const ends = cut.map(({ answer }) => answer.catch((error: NodeJS.ErrnoException) => error.code))
  await countsAre(1, 1)
  await close(server, 50)
  for (const end of await Promise.all(ends)) expect(['', 'ECONNRESET']).toContain(end)
  expect(order).toEqual(['/slow'])
})

test('a TLS client that does not shake hands makes room for one that does', async () => {
  await serving({ servedConnections: 1 }, tls)
  const silent = await openRaw(server)
  silent.on('error', () => undefined)
  const next = connectTls({ port: portOf(server), host: '127.0.0.1', ca: authority.ca })
  await once(next, 'secureConnect')
  next.write(get('/', 'Connection: close'))
  expect(await text(next)).toContain('200 OK')
  silent.destroy()
})

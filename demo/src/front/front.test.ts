import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../services/free-port.ts'
import { type Front, openFront } from './front.ts'
import { createBalancer, createProxy, type Proxy } from './proxy.ts'

let behind: Server
let answer: (req: IncomingMessage, res: ServerResponse) => void
let proxy: Proxy
let front: Front
let origin: string

const portOf = (server: Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

beforeEach(async () => {
  answer = (_, res) => void res.end('portal')
  behind = createServer((req, res) => answer(req, res)).listen(0, '127.0.0.1')
  await once(behind, 'listening')
  proxy = createProxy(portOf(behind))
  front = await openFront({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${front.port}`
  front.serve({
    demo: new Hono().get('*', (c) => c.text('demo')),
    entra: (req, res) => req.url?.startsWith('/tenant/') === true && res.end('entra') !== undefined,
    portal: proxy.pass,
  })
})
afterEach(async () => {
  await front.stop()
  proxy.stop()
  behind.closeAllConnections()
  behind.close()
})

describe('who answers', () => {
  test.each([
    ['/', 'demo'],
    ['/demo', 'demo'],
    ['/demo/inbox?to=x', 'demo'],
    ['/demonstration', 'portal'],
    ['/tenant/oauth2', 'entra'],
    ['/acme', 'portal'],
    ['/api/enrollment', 'portal'],
    ['/?account=acme', 'demo'],
  ])('%s: the %s', async (path, who) => {
    expect(await (await fetch(origin + path)).text()).toBe(who)
  })

  test('nobody, before the world has started', async () => {
    const early = await openFront({ port: 0, host: '127.0.0.1' })
    expect((await fetch(`http://127.0.0.1:${early.port}/acme`)).status).toBe(503)
    await early.stop()
  })
})

test('a taken port is an error with its code', async () => {
  await expect(openFront({ port: front.port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

describe('a request to the portal', () => {
  const seen = async (headers: Record<string, string>, init: RequestInit = {}) => {
    let heard: IncomingMessage['headers'] = {}
    let body = ''
    answer = (req, res) => {
      heard = req.headers
      void text(req).then((written) => {
        body = written
        res.end()
      })
    }
    await fetch(`${origin}/api/enrollment`, { ...init, headers })
    return { heard, body }
  }

  test('carries the client’s address', async () => {
    expect((await seen({})).heard['x-forwarded-for']).toBe('127.0.0.1')
  })

  test('from this machine keeps the address that it claims', async () => {
    expect((await seen({ 'X-Forwarded-For': '203.0.113.5, 198.51.100.7' })).heard['x-forwarded-for']).toBe(
      '203.0.113.5, 198.51.100.7',
    )
  })

  test('keeps its host, its cookies and its body', async () => {
    const { heard, body } = await seen(
      { Cookie: 'a=1; b=2', 'Content-Type': 'application/json' },
      { method: 'POST', body: '{"a":1}' },
    )
    expect(heard).toMatchObject({
      host: new URL(origin).host,
      cookie: 'a=1; b=2',
      'content-type': 'application/json',
      'content-length': '7',
    })
    expect(body).toBe('{"a":1}')
  })

  test('goes on in pieces where it came in pieces', async () => {
    const init: RequestInit & { readonly duplex: 'half' } = {
      method: 'POST',
      body: new Blob(['{"a":', '1}']).stream(),
      duplex: 'half',
    }
    const { heard, body } = await seen({}, init)
    expect(heard['transfer-encoding']).toBe('chunked')
    expect(body).toBe('{"a":1}')
  })
})

test('an answer keeps its status and every cookie', async () => {
  answer = (_, res) => void res.writeHead(201, { 'Set-Cookie': ['a=1', 'b=2'], 'X-Own': 'yes' }).end('{}')
  const response = await fetch(`${origin}/api/enrollment`)
  expect(response.status).toBe(201)
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(response.headers.get('x-own')).toBe('yes')
})

test.each([
  [false, 'max-age=63072000'],
  [true, null],
])('Strict-Transport-Security goes through unless it is to be dropped: %s', async (dropHsts, expected) => {
  answer = (_, res) => void res.writeHead(200, { 'Strict-Transport-Security': 'max-age=63072000' }).end()
  const other = createProxy(portOf(behind), { dropHsts })
  front.serve({ demo: new Hono(), entra: () => false, portal: other.pass })
  expect((await fetch(`${origin}/acme`)).headers.get('strict-transport-security')).toBe(expected)
  other.stop()
})

test('several portals are asked in turn', async () => {
  const servers = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const server = createServer((_, res) => void res.end(name)).listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const balancer = createBalancer(servers.map(portOf))
  front.serve({ demo: new Hono(), entra: () => false, portal: balancer.pass })
  const answers = []
  for (let times = 0; times < 4; times += 1) answers.push(await (await fetch(`${origin}/acme`)).text())
  expect(answers.toSorted()).toEqual(['one', 'one', 'two', 'two'])
  expect(answers[0]).not.toBe(answers[1])
  balancer.stop()
  for (const server of servers) server.close()
})

test('a client that gives up is given up on', async () => {
  const gone = new Promise<void>((resolve) => {
    answer = (_, res) => void res.on('close', () => resolve())
  })
  const impatient = request(`${origin}/api/enrollment`)
  impatient.on('error', () => undefined)
  impatient.end()
  await once(behind, 'request')
  impatient.destroy()
  await gone
})

describe('while the portal is down', () => {
  beforeEach(async () => {
    proxy.stop()
    const gone = createProxy(await freePort())
    front.serve({ demo: new Hono(), entra: () => false, portal: gone.pass })
  })

  test('calls get the problem that the contract knows', async () => {
    const response = await fetch(`${origin}/api/enrollment`)
    expect(response.status).toBe(503)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.json()).toMatchObject({
      status: 503,
      code: 'unavailable',
      reference: expect.stringMatching(/^.{4}-.{4}$/),
    })
  })

  test('people get an honest page', async () => {
    const response = await fetch(`${origin}/acme`)
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('The portal is not answering')
  })
})

test('a portal that dies amid its answer is not taken for one that answered', async () => {
  answer = (_, res) => {
    res.writeHead(200, { 'Content-Length': '100' })
    res.write('half', () => res.destroy())
  }
  const response = await fetch(`${origin}/api/enrollment`)
  await expect(response.text()).rejects.toThrow('terminated')
})

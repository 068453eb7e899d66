import { createServer } from 'node:https'
import { once } from 'node:events'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { portOf } from '../testing/port-of.ts'
import { createTestAuthority } from '../testing/test-authority.ts'
import { neverConnected } from './never-connected.ts'

const endings: (() => unknown)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})
const whyNot = async (url: string): Promise<unknown> => {
  try {
    await fetch(url, { method: 'POST', body: 'x', signal: AbortSignal.timeout(20_000) })
  } catch (error) {
    return error
  }
  return expect.fail('it was answered')
}

test('nobody listens: nothing was sent', async () => {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  expect(neverConnected(await whyNot(`http://127.0.0.1:${port}`))).toBe(true)
  expect(neverConnected(await whyNot(`http://localhost:${port}`))).toBe(true)
})

test('nobody has that name: nothing was sent', async () => {
  expect(neverConnected(await whyNot('http://relay.invalid'))).toBe(true)
})

test('a certificate that is not trusted: nothing was sent', async () => {
  const identity = await (await createTestAuthority()).issue(['localhost'])
  const server = createServer(identity, () => expect.fail('it was sent')).listen(0, '127.0.0.1')
  endings.push(() => server.close())
  await once(server, 'listening')
  expect(neverConnected(await whyNot(`https://localhost:${portOf(server)}`))).toBe(true)
})

test('a connection that breaks once it is open: perhaps something was sent', async () => {
  const server = createTcpServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
  endings.push(() => server.close())
  await once(server, 'listening')
  expect(neverConnected(await whyNot(`http://127.0.0.1:${portOf(server)}`))).toBe(false)
})

test.each([
  new DOMException('timeout', 'TimeoutError'),
  new Error('anything'),
  new TypeError('fetch failed'),
  new TypeError('fetch failed', { cause: Object.assign(new Error('read'), { code: 'ECONNRESET', syscall: 'read' }) }),
])('%s: perhaps something was sent', (error) => {
  expect(neverConnected(error)).toBe(false)
})

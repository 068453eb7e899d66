import { once } from 'node:events'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { portOf } from '../testing/port-of.ts'
import { createTestAuthority } from '../testing/test-authority.ts'
import { anyHosts } from './permitted-hosts.ts'
import { openTls } from './tls-socket.ts'

const authority = await createTestAuthority()
const other = await createTestAuthority()
const identity = await authority.issue(['localhost', '127.0.0.1'])

let server: Server
const opened: TLSSocket[] = []
const start = async (port = 0, given = identity): Promise<void> => {
  server = createServer(given, (socket) => {
    socket.on('error', () => undefined)
    // A ticket comes with the first bytes (RFC 8446 section 4.6.1).
    socket.write('hello')
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
const stop = async (): Promise<void> => {
  for (const socket of opened.splice(0)) socket.destroy()
  server.close()
  await once(server, 'close')
}
beforeEach(() => start())
afterEach(stop)

/** Connects, and waits for what the server says, and so for its ticket. */
const open = async (ca = authority.ca): Promise<TLSSocket> => {
  const socket = await openTls({
    url: `ldaps://127.0.0.1:${portOf(server)}`,
    ca,
    hosts: anyHosts,
    connectTimeout: 5_000,
    signal: AbortSignal.timeout(10_000),
  })
  opened.push(socket)
  await once(socket, 'data')
  return socket
}

describe('a session', () => {
  test('is taken up by the next connection to the same server, again and again', async () => {
    expect((await open()).isSessionReused()).toBe(false)
    // Its ticket may come after its first words.
    await vi.waitFor(async () => expect((await open()).isSessionReused()).toBe(true))
    expect((await open()).isSessionReused()).toBe(true)
  })

  test('says nothing to whoever trusts another authority', async () => {
    await open()
    await expect(open(other.ca)).rejects.toThrow()
  })

  test('is worth nothing to a server that does not know it: it shows its certificate, which is verified', async () => {
    const port = portOf(server)
    await open()
    await stop()
    await start(port)
    expect((await open()).isSessionReused()).toBe(false)
    await stop()
    await start(port, await other.issue(['127.0.0.1']))
    await expect(open()).rejects.toThrow()
    await stop()
    await start(port, await authority.issue(['elsewhere.example.test']))
    await expect(open()).rejects.toThrow(/altnames|does not match/i)
  })
})

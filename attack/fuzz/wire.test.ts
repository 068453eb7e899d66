import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Sent, type Wire, withHeader } from './wire.ts'

/** Answers every request with the same bytes, and keeps what it got. */
let answer = ''
let received = ''
const sockets = new Set<Socket>()
const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1')
    if (answer === '') socket.destroy()
    else socket.end(answer)
  })
})
let wire: Wire
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  wire = openWire(typeof address === 'object' && address !== null ? address.port : 0)
})
afterAll(() => {
  wire.close()
  for (const socket of sockets) socket.destroy()
  server.close()
})

const sent: Sent = {
  method: 'POST',
  path: '/x',
  headers: [
    ['A', '1'],
    ['A', '2'],
  ],
  body: Buffer.from('{}'),
}
const send = (request: Sent, reply: string) => {
  received = ''
  answer = reply
  return wire.send(request)
}
const ok = 'HTTP/1.1 200 OK\r\nX-Y: z\r\nContent-Length: 2\r\n\r\nhi'

test('a header goes out as often as it is named, with the body’s length', async () => {
  expect(await send(sent, ok)).toMatchObject({ kind: 'answer', status: 200, body: 'hi', headers: { 'x-y': 'z' } })
  expect(received).toMatch(/^POST \/x HTTP\/1\.1\r\n/)
  expect(received).toContain('\r\nA: 1\r\nA: 2\r\n')
  expect(received).toMatch(/Content-Length: 2\r\n(.*\r\n)*\r\n\{\}$/)
})

test('what no client would send goes out as it stands', async () => {
  expect(await send({ ...withHeader(sent, 'bad name', 'a\0b'), method: 'G T', path: '\\é' }, ok)).toMatchObject({
    status: 200,
    body: 'hi',
  })
  expect(received).toMatch(/^G T \\é HTTP\/1\.1\r\n/)
  expect(received).toContain('bad name: a\0b\r\n')
})

test('an answer in pieces is read whole, after one that says to go on', async () => {
  const bent = withHeader(sent, 'Expect', '100-continue')
  const pieces =
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n'
  expect(await send(bent, pieces)).toMatchObject({ status: 400, body: 'hi!' })
})

test('a connection that is closed without a word is told apart', async () => {
  expect(await send(withHeader(sent, 'Host', 'a b'), '')).toMatchObject({ kind: 'closed' })
})

import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

/** A server that says every piece back, behind a proxy. */
const echo = async () => {
  const heard: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (piece: Buffer) => {
      heard.push(piece.toString())
      socket.write(piece)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const proxy = await startFaultProxy({ target: { host: '127.0.0.1', port: address.port } })
  stops.push(proxy.stop)
  return { proxy, heard }
}

/** Says `hello` and tells what came of it within a moment. */
const ask = async ({ port }: FaultProxy): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  stops.push(() => socket.destroy())
  let answer = ''
  let end = 'open'
  socket.on('data', (piece: Buffer) => (answer += piece.toString()))
  socket.on('error', (error) => (end = 'code' in error ? String(error.code) : error.message))
  socket.on('close', () => (end = end === 'open' ? 'closed' : end))
  socket.on('connect', () => socket.write('hello'))
  for (let waited = 0; waited < 1500 && answer !== 'hello' && end === 'open'; waited += 20) await pause(20)
  return `${answer}, ${end}`
}

test.each([
  ['none', /^hello, open$/, ['hello']],
  ['refuse', /^, ECONNREFUSED$/, []],
  ['silence', /^, open$/, []],
  ['half-open', /^, open$/, ['hello']],
  // A byte a second; a busy machine's moment is longer.
  ['trickle', /^(h|he|hel|hell), open$/, ['hello']],
  ['cut', /^, closed$/, ['hello']],
] as const)('%s', async (fault, answer, reached) => {
  const { proxy, heard } = await echo()
  await proxy.set(fault)
  expect(await ask(proxy)).toMatch(answer)
  expect(heard).toEqual(reached)
})

test('a server that was away is found again at its address', async () => {
  const { proxy } = await echo()
  await proxy.set('refuse')
  await proxy.set('none')
  expect(await ask(proxy)).toBe('hello, open')
})

test('open connections are cut', async () => {
  const { proxy } = await echo()
  const socket = connect(proxy.port, '127.0.0.1')
  socket.write('hello')
  await once(socket, 'data')
  const closed = once(socket, 'close')
  proxy.cutAll()
  await closed
})

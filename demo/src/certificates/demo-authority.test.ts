import { once } from 'node:events'
import { connect, createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { createDemoAuthority } from './demo-authority.ts'

/** What a careful client says of a server: `ok`, or its error code. */
async function meet(servername: string, hosts: readonly string[], trusted?: string): Promise<string> {
  const authority = await createDemoAuthority()
  const { certificate, key } = await authority.issue(hosts)
  const server = createServer({ cert: certificate, key }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const named = servername === '127.0.0.1' ? {} : { servername }
  const socket = connect({ port: address.port, host: '127.0.0.1', ca: trusted ?? authority.pem, ...named })
  const answer = await new Promise<string>((resolve) => {
    socket.once('secureConnect', () => resolve('ok'))
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
  })
  socket.destroy()
  server.close()
  return answer
}

test('a certificate is accepted for each of its names and addresses', async () => {
  expect(await meet('localhost', ['localhost', '127.0.0.1'])).toBe('ok')
  expect(await meet('127.0.0.1', ['localhost', '127.0.0.1'])).toBe('ok')
})

test('a certificate is refused for another name', async () => {
  expect(await meet('other.example.test', ['localhost'])).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('another world’s authority is not trusted', async () => {
  expect(await meet('localhost', ['localhost'], (await createDemoAuthority()).pem)).not.toBe('ok')
})

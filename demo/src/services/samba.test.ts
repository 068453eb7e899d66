import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { Client } from 'ldapts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Samba, sambaObstacle, type ServerCertificate, startSamba } from './samba.ts'

const home = join(import.meta.dirname, '../../../.test/dc-of-its-test')
const right = 'Directory-1!'

/** Binds once on a connection of its own: `ok`, or Active Directory's own word for why not (`data 533`). */
async function bind(samba: Samba, name: string, password: string): Promise<string> {
  const [url = ''] = samba.urls
  const client = new Client({ url, tlsOptions: { ca: samba.caPem }, connectTimeout: 5000, timeout: 5000 })
  try {
    await client.bind(name, password)
    return 'ok'
  } catch (error) {
    return /data \w+/.exec(String(error))?.[0] ?? String(error)
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

/** Shows a certificate to a careful client of this host name or address: `ok`, or the client's code. */
async function show(samba: Samba, certificate: ServerCertificate): Promise<string> {
  const folder = dirname(samba.caFile)
  const [cert, key] = await Promise.all(['pem', 'key'].map((end) => readFile(join(folder, `${certificate}.${end}`))))
  if (cert === undefined || key === undefined) throw new Error('no certificate')
  const server = createServer({ cert, key }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const socket = connect({
    port: address.port,
    host: '127.0.0.1',
    servername: 'dc1.corp.example.test',
    ca: samba.caPem,
  })
  const answer = await new Promise<string>((resolve) => {
    socket.once('secureConnect', () => resolve('ok'))
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
  })
  socket.destroy()
  server.close()
  return answer
}

describe.skipIf((await sambaObstacle()) !== undefined)('a real domain controller', () => {
  let samba: Samba

  // The first time on a machine it makes the domain.
  beforeAll(async () => {
    samba = await startSamba({ home })
  }, 180_000)
  afterAll(() => samba.stop(), 60_000)

  test.each([
    ['ana', 'fine', 'ok', 'data 52e'],
    ['ben', 'fine', 'ok', 'data 52e'],
    ['dee', 'disabled', 'data 533', 'data 52e'],
    ['xan', 'account expired', 'data 701', 'data 52e'],
    ['pia', 'password expired', 'data 532', 'data 52e'],
    ['max', 'must change password', 'data 773', 'data 52e'],
    ['lou', 'locked out', 'data 775', 'data 775'],
    ['eva', 'only in Entra', 'data 52e', 'data 52e'],
  ])('%s is %s', async (name, _, withRight, withWrong) => {
    const upn = `${name}@corp.example.test`
    expect([await bind(samba, upn, right), await bind(samba, upn, 'wrong')]).toEqual([withRight, withWrong])
  })

  test('the service account signs in with its own password', async () => {
    expect(await bind(samba, samba.service.dn, samba.service.password)).toBe('ok')
    expect(await bind(samba, samba.service.dn, right)).toBe('data 52e')
  })

  test('the tenth wrong password locks, and a restore unlocks', async () => {
    // A right password forgets the wrong ones before it.
    await bind(samba, 'CORP\\ben', right)
    for (let tries = 1; tries <= 9; tries += 1) await bind(samba, 'CORP\\ben', 'wrong')
    expect(await bind(samba, 'CORP\\ben', right)).toBe('ok')
    for (let tries = 1; tries <= 10; tries += 1) await bind(samba, 'CORP\\ben', 'wrong')
    expect(await bind(samba, 'CORP\\ben', right)).toBe('data 775')
    await samba.restore()
    expect(await bind(samba, 'CORP\\ben', right)).toBe('ok')
  }, 60_000)

  test.each([
    ['good', 'ok'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['otherhost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['otherca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('a careful client finds the certificate %s: %s', async (certificate, answer) => {
    expect(await show(samba, certificate)).toBe(answer)
  })
})

import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { domain } from '@muster/demo/world/people'
import {
  compactDecrypt,
  CompactEncrypt,
  CompactSign,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Relayed, startRelayed } from '../world/relayed.ts'

// The wire is written here anew, from its description in docs/relay.md.
const header = 'muster-signature'
const verifyPath = '/relay/directory/verify-password'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
const bytes = (text: string) => new TextEncoder().encode(text)

let arena: Arena
let relayed: Relayed
let portal: { signing: [JWK]; relay: { signing: [JWK]; sealing: [JWK] } }
let settings: object
beforeAll(async () => {
  arena = await startArena({ name: 'attack-relay' })
  relayed = await startRelayed(arena, 'attack-relay-files')
  portal = JSON.parse(await readFile(relayed.relay.portalFile, 'utf8'))
  const directory = arena.accounts().find(({ id }) => id === 'new-ad-1')?.directories?.[0]
  settings = { ...directory, accountId: 'new-ad-1' }
})
afterAll(async () => {
  await relayed?.stop()
  await arena.stop()
})
beforeEach(() => {
  for (const tap of arena.ldap) tap.clear()
})
const binds = () => arena.ldap.flatMap((tap) => tap.binds)

type Claims = Readonly<Record<string, unknown>>
type Made = { readonly path: string; readonly token: string; readonly body: string; readonly answerKey: string }

const sign = async (claims: Claims, key: JWK = portal.signing[0], typ = 'muster-relay-request+jwt') =>
  new CompactSign(bytes(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', typ, kid: key.kid ?? '' })
    .sign(await importJWK(key, 'ES256'))
const seal = async (said: unknown, jti: string, answerKey: string) =>
  new CompactEncrypt(bytes(JSON.stringify({ jti, said, answerKey })))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: portal.relay.sealing[0].kid ?? '' })
    .encrypt(await importJWK(portal.relay.sealing[0], 'ECDH-ES'))

type Otherwise = { readonly key?: JWK; readonly typ?: string; readonly said?: unknown }
const asked = () => ({ settings, principal: `ana@${domain.name}`, password: 'Directory-1!' })

/** A request as the portal makes it, but for what is changed in its claims, its key or its type. */
const request = async (changed: Claims = {}, { key, typ, said = asked() }: Otherwise = {}): Promise<Made> => {
  const [jti, answerKey] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
  const body = await seal(said, jti, answerKey)
  const claims = {
    v: 1,
    aud: portal.relay.signing[0].kid,
    jti,
    iat: Date.now() / 1000,
    htm: 'POST',
    htp: verifyPath,
    digest: sha256(body),
    ...changed,
  }
  return { path: verifyPath, token: await sign(claims, key, typ), body, answerKey }
}
const send = async ({ path, token, body }: Pick<Made, 'path' | 'token' | 'body'>) => {
  const response = await fetch(`${relayed.relay.url}${path}`, {
    method: 'POST',
    // What is too long ends its connection.
    headers: { [header]: token, connection: 'close' },
    body,
  })
  const signature = response.headers.get(header)
  const claims =
    signature === null
      ? undefined
      : JSON.parse(
          new TextDecoder().decode(
            (await compactVerify(signature, await importJWK(portal.relay.signing[0], 'ES256'))).payload,
          ),
        )
  return { status: response.status, claims, text: await response.text() }
}
const expectRefused = async (made: Pick<Made, 'path' | 'token' | 'body'>, refused: string): Promise<void> => {
  const { claims, text } = await send(made)
  expect({ refused: claims.refused, re: claims.re, text }).toEqual({ refused, re: sha256(made.token), text: '' })
  expect(binds()).toEqual([])
}

test('a request as the portal makes it is answered, under a signature and a seal of its own', async () => {
  const made = await request()
  const { status, claims, text } = await send(made)
  expect({ status, claims }).toMatchObject({
    status: 200,
    claims: { v: 1, re: sha256(made.token), digest: sha256(text) },
  })
  const { plaintext } = await compactDecrypt(text, Buffer.from(made.answerKey, 'base64url'))
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ kind: 'verified', displayName: 'Ana' })
  expect(text).not.toContain('Ana')
  expect(binds()).toEqual([`ana@${domain.name}`])
})

describe('nothing is asked of the directory for', () => {
  test('a forger’s own key, under the portal’s name', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const { kid = '' } = portal.signing[0]
    await expectRefused(await request({}, { key: { ...(await exportJWK(privateKey)), kid } }), 'untrusted')
  })

  test('a key that was forgotten, or never known', async () => {
    await expectRefused(await request({}, { key: { ...portal.signing[0], kid: 'old' } }), 'untrusted')
  })

  test('no signature, or none at all', async () => {
    const made = await request()
    const [head, payload] = made.token.split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'muster-relay-request+jwt' })).toString('base64url')
    for (const token of ['', 'x', 'a.b.c', `${head}.${payload}.`, `${none}.${payload}.`])
      await expectRefused({ ...made, token }, 'untrusted')
  })

  test('the portal’s signature of another type', async () => {
    await expectRefused(await request({}, { typ: 'muster-relay-answer+jwt' }), 'untrusted')
  })

  test.each([
    ['another relay', { aud: 'another' }, 'untrusted'],
    ['another method', { htm: 'GET' }, 'misdirected'],
    ['another path', { htp: '/relay/hello' }, 'misdirected'],
    ['a while ago', { iat: Date.now() / 1000 - 100_000 }, 'stale'],
    ['a time to come', { iat: Date.now() / 1000 + 100_000 }, 'early'],
    ['another version', { v: 2 }, 'unsupported-version'],
    ['no time', { iat: undefined }, 'untrusted'],
    ['no name of its own', { jti: '' }, 'untrusted'],
  ] as const)('one made for %s', async (_, changed, refused) => {
    await expectRefused(await request(changed), refused)
  })

  test('one that is brought to another path', async () => {
    await expectRefused({ ...(await request()), path: '/relay/mail/send' }, 'misdirected')
  })

  test('another body, and then the true one after it', async () => {
    const made = await request()
    await expectRefused({ ...made, body: (await request()).body }, 'malformed')
    await expectRefused(made, 'replayed')
  })

  test('a password that was sealed for another request', async () => {
    const first = await request()
    const moved = await request({ digest: sha256(first.body) })
    await expectRefused({ ...moved, body: first.body }, 'malformed')
  })

  test('a body without end', async () => {
    const body = 'x'.repeat(2_000_000)
    await expectRefused({ ...(await request({ digest: sha256(body) })), body }, 'malformed')
  })

  test('words that the call does not know', async () => {
    for (const said of [
      null,
      {},
      { settings, principal: 'x' },
      { ...asked(), settings: { ...settings, urls: ['ldap://x'] } },
      { ...asked(), settings: { ...settings, more: 1 } },
    ])
      await expectRefused(await request({}, { said }), 'malformed')
  })
})

test('a copy is not heard a second time, at once or beside the first', async () => {
  const made = await request()
  const answers = await Promise.all([send(made), send(made), send(made)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
  expect((await send(made)).claims).toMatchObject({ refused: 'replayed' })
  expect(binds()).toHaveLength(1)
})

test('nothing else of the relay is reached on its port', async () => {
  for (const path of ['/', '/healthz', '/metrics', '/readyz', '/api/enrollment', '/relay'])
    expect((await fetch(`${relayed.relay.url}${path}`)).status).toBe(404)
})

test('no log has a password, a name or an address of anybody', async () => {
  const log = await readFile(relayed.relay.logFile, 'utf8')
  expect(log).toContain('requests were refused')
  for (const secret of ['Directory-1!', 'ana@', 'Ana']) expect(log).not.toContain(secret)
})

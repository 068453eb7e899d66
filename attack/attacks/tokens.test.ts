import { domain } from '@muster/demo/world/people'
import { tenant } from '@muster/demo/world/tenant'
import { CompactEncrypt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Arena, startArena } from '../world/arena.ts'
import { type Answer, type Attacker, newAttacker, tally, wordOf } from '../world/attacker.ts'
import { type Database, openDatabase } from '../world/database.ts'
import {
  base64url,
  consumers,
  ellipticKey,
  forge,
  type Forge,
  goodTokens,
  hmacSigned,
  otherTenant,
  strangersKey,
} from '../world/hostile-tokens.ts'

let arena: Arena
let database: Database
beforeAll(async () => {
  arena = await startArena({
    name: 'attack-tokens',
    engine: 'postgres',
    fsync: false,
    instances: 2,
    settings: { responseFloor: 0, responseFloorSpread: 0 },
  })
  database = openDatabase(arena.directStore)
})
afterAll(async () => {
  await database.close()
  await arena.stop()
})

const account = 'new-entra-1'

/** A browser that has come to Microsoft's step, and the answer that shows it. */
const atEntra = async (
  at: string = account,
  username = 'ana',
): Promise<{ readonly browser: Attacker; readonly step: Answer }> => {
  const browser = newAttacker(arena)
  await browser.open(at)
  const step = await browser.submit('identity', { username, domain: domain.name })
  expect(wordOf(step)).toBe('entra-sign-in')
  return { browser, step }
}

const rejections = async (reference: unknown): Promise<readonly unknown[]> =>
  (await database.auditOf(reference))
    .filter(({ type }) => type === 'auth.entra.reject')
    .map(({ data }) => data['reason'])

const now = (): number => Math.floor(Date.now() / 1000)
const spaced = (token: string, at: number): string => `${token.slice(0, at)} ${token.slice(at)}`
const twice = (forged: Forge, name: string, first: unknown, last: unknown): string =>
  JSON.stringify({ [name]: first, ...forged.idClaims({ [name]: undefined }) }).replace(
    /\}$/,
    `,${JSON.stringify(name)}:${JSON.stringify(last)}}`,
  )
const publicPem = ({ key }: Forge): string => key.publicKey.export({ format: 'pem', type: 'spki' }).toString()
const withStrangersKey = (forged: Forge, header: object): string =>
  forged.raw(forged.header({ ...header }), JSON.stringify(forged.idClaims()), strangersKey.privateKey)
const strangersJwk = strangersKey.publicKey.export({ format: 'jwk' })
const otherPayload = (forged: Forge): string => {
  const [header, , signature] = forged.id().split('.')
  return [header, base64url(forged.idClaims({ oid: '5f1d0a52-3b7e-4c19-8a64-000000000002' })), signature].join('.')
}

type Hostile = readonly [what: string, reason: string, mint: (forged: Forge) => string | Promise<string>]

/** Each ID token is right in everything but what its row says (STANDARD 2.2). */
// One line a token:
// oxfmt-ignore
const idTokens: readonly Hostile[] = [
  ['alg none', 'alg', (f) => `${base64url(f.header({ alg: 'none' }))}.${base64url(f.idClaims())}.`],
  ['alg nOnE', 'alg', (f) => `${base64url(f.header({ alg: 'nOnE' }))}.${base64url(f.idClaims())}.`],
  ['alg HS256 under the public key', 'alg', (f) => hmacSigned(f.header({ alg: 'HS256' }), JSON.stringify(f.idClaims()), publicPem(f))],
  ['HS256 under the public key, said to be RS256', 'signature', (f) => hmacSigned(f.header(), JSON.stringify(f.idClaims()), publicPem(f))],
  ['alg PS256 with the right key', 'alg', (f) => f.id({}, { alg: 'PS256' })],
  ['PS256 said to be RS256', 'signature', (f) => f.id().replace(/[^.]+$/, f.raw({ alg: 'PS256' }, '{}').split('.')[2] ?? '')],
  ['alg RS512 with the right key', 'alg', (f) => f.id({}, { alg: 'RS512' })],
  ['alg ES256', 'alg', (f) => f.raw(f.header({ alg: 'ES256' }), JSON.stringify(f.idClaims()), ellipticKey.privateKey)],
  ['alg a list', 'alg', (f) => f.id({}, { alg: ['RS256'] })],
  ['a stranger’s key under the known kid', 'signature', (f) => withStrangersKey(f, {})],
  ['kid unknown', 'key', (f) => withStrangersKey(f, { kid: 'stranger' })],
  ['kid missing', 'kid', (f) => f.id({}, { kid: undefined })],
  ['kid a path', 'key', (f) => withStrangersKey(f, { kid: '../../../../dev/null' })],
  ['kid a URL', 'key', (f) => withStrangersKey(f, { kid: `${arena.origin}/keys.json` })],
  ['kid SQL', 'key', (f) => withStrangersKey(f, { kid: "' or '1'='1" })],
  ['kid a list', 'kid', (f) => f.id({}, { kid: [f.key.kid] })],
  ['kid of a prototype', 'key', (f) => withStrangersKey(f, { kid: '__proto__' })],
  ['jwk embedded', 'signature', (f) => withStrangersKey(f, { jwk: strangersJwk })],
  ['jku to a stranger', 'signature', (f) => withStrangersKey(f, { jku: `${arena.origin}/keys.json` })],
  ['x5u to a stranger', 'signature', (f) => withStrangersKey(f, { x5u: `${arena.origin}/chain.pem` })],
  ['x5c embedded', 'signature', (f) => withStrangersKey(f, { x5c: [strangersKey.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')] })],
  ['crit', 'crit', (f) => f.id({}, { crit: ['exp'], exp: 1 })],
  ['crit with b64', 'crit', (f) => f.id({}, { crit: ['b64'], b64: false })],
  ['typ at+jwt', 'typ', (f) => f.id({}, { typ: 'at+jwt' })],
  ['typ missing', 'typ', (f) => f.id({}, { typ: undefined })],
  ['signature over another payload', 'signature', otherPayload],
  ['signature missing', 'signature', (f) => f.id().replace(/[^.]+$/, '')],
  ['iss of another tenant', 'iss', (f) => f.id({ iss: f.issuer.replace(tenant.tenantId, otherTenant) })],
  ['another tenant throughout', 'iss', (f) => f.id({ iss: f.issuer.replace(tenant.tenantId, otherTenant), tid: otherTenant })],
  ['personal accounts throughout', 'iss', (f) => f.id({ iss: f.issuer.replace(tenant.tenantId, consumers), tid: consumers })],
  ['tid of personal accounts', 'tid', (f) => f.id({ tid: consumers })],
  ['tid missing', 'tid', (f) => f.id({ tid: undefined })],
  ['iss of version 1', 'iss', (f) => f.id({ iss: `https://sts.windows.net/${tenant.tenantId}/` })],
  ['iss of version 1 in a token of version 1', 'ver', (f) => f.id({ ver: '1.0', iss: `https://sts.windows.net/${tenant.tenantId}/` })],
  ['iss of another cloud', 'iss', (f) => f.id({ iss: f.issuer.replace('.com/', '.us/') })],
  ['iss under a look-alike host', 'iss', (f) => f.id({ iss: f.issuer.replace('.com/', '.com.evil.test/') })],
  ['iss with a slash more', 'iss', (f) => f.id({ iss: `${f.issuer}/` })],
  ['iss a list with ours', 'iss', (f) => f.id({ iss: [f.issuer] })],
  ['ver 1.0', 'ver', (f) => f.id({ ver: '1.0' })],
  ['aud another client', 'aud', (f) => f.id({ aud: otherTenant })],
  ['aud our API: the access token in its place', 'aud', (f) => f.access()],
  ['aud the client of the password grant', 'aud', (f) => f.id({ aud: tenant.passwordGrantClientId })],
  ['aud a list with ours', 'aud', (f) => f.id({ aud: [tenant.spaClientId] })],
  ['aud missing', 'aud', (f) => f.id({ aud: undefined })],
  ['nonce of another enrollment', 'nonce', async (f) => f.id({ nonce: (await atEntra()).step.body['nonce'] })],
  ['nonce missing', 'nonce', (f) => f.id({ nonce: undefined })],
  ['nonce empty', 'nonce', (f) => f.id({ nonce: '' })],
  ['nonce a list with ours', 'nonce', (f) => f.id({ nonce: [f.idClaims()['nonce']] })],
  ['nonce twice, ours first', 'nonce', (f) => f.raw(f.header(), twice(f, 'nonce', f.idClaims()['nonce'], 'x'))],
  ['aud twice, ours first', 'aud', (f) => f.raw(f.header(), twice(f, 'aud', tenant.spaClientId, otherTenant))],
  ['exp past', 'exp', (f) => f.id({ exp: now() - 61 })],
  ['exp missing', 'exp', (f) => f.id({ exp: undefined })],
  ['exp text', 'exp', (f) => f.id({ exp: String(now() + 3600) })],
  ['exp infinite', 'exp', (f) => f.raw(f.header(), JSON.stringify(f.idClaims({ exp: 0 })).replace('"exp":0', '"exp":1e999'))],
  ['nbf to come', 'nbf', (f) => f.id({ nbf: now() + 90 })],
  ['nbf missing', 'nbf', (f) => f.id({ nbf: undefined })],
  ['iat to come', 'iat', (f) => f.id({ iat: now() + 90 })],
  ['iat before the enrollment', 'iat-before-start', (f) => f.id({ iat: now() - 400 })],
  ['auth_time before the enrollment', 'auth-time', (f) => f.id({ auth_time: now() - 90 })],
  ['a guest by acct', 'guest-acct', (f) => f.id({ acct: 1 })],
  ['a guest by idp', 'guest-idp', (f) => f.id({ idp: `https://sts.windows.net/${otherTenant}/` })],
  ['an application', 'idtyp', (f) => f.id({ idtyp: 'app' })],
  ['oid missing', 'oid', (f) => f.id({ oid: undefined })],
  ['oid no GUID', 'oid', (f) => f.id({ oid: 'ana@corp.example.test' })],
  ['oid another person’s', 'tokens-disagree', (f) => f.id({ oid: '5f1d0a52-3b7e-4c19-8a64-000000000002' })],
  ['a token in a token', 'claims', (f) => f.raw(f.header({ cty: 'JWT' }), f.id())],
  ['claims a list', 'claims', (f) => f.raw(f.header(), JSON.stringify([f.idClaims()]))],
  ['claims no JSON', 'claims', (f) => f.raw(f.header(), 'ana')],
  ['encrypted (JWE) for the published key', 'alg', async (f) => new CompactEncrypt(Buffer.from(f.id())).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: f.key.kid, typ: 'JWT' }).encrypt(f.key.publicKey)],
  ['a part more', 'format', (f) => `${f.id()}.${base64url('{}')}`],
  ['a dot more', 'format', (f) => `${f.id()}.`],
  ['a part less', 'format', (f) => f.id().split('.').slice(0, 2).join('.')],
  ['a dot before', 'format', (f) => `.${f.id()}`],
  ['no token', 'format', () => 'ana'],
  ['letters behind the signature', 'signature', (f) => `${f.id()}AAAA`],
]

/** Each access token is right in everything but what its row says; the ID token beside it is right. */
// One line a token:
// oxfmt-ignore
const accessTokens: readonly Hostile[] = [
  ['the ID token again', 'aud', (f) => f.id()],
  ['alg none', 'alg', (f) => `${base64url(f.header({ alg: 'none' }))}.${base64url(f.idClaims())}.`],
  ['aud Microsoft Graph', 'aud', (f) => f.access({ aud: '00000003-0000-0000-c000-000000000000' })],
  ['aud a list with ours', 'aud', (f) => f.access({ aud: [tenant.apiClientId] })],
  ['azp another client', 'azp', (f) => f.access({ azp: otherTenant })],
  ['azp missing', 'azp', (f) => f.access({ azp: undefined })],
  ['scp another’s', 'scp', (f) => f.access({ scp: 'Enroll.Devices User.Read' })],
  ['scp a list', 'scp', (f) => f.access({ scp: ['Enroll.Device'] })],
  ['an application: idtyp app, roles and no scp', 'scp', (f) => f.access({ idtyp: 'app', scp: undefined, roles: ['Enroll.Device'] })],
  ['an application with our scp', 'idtyp', (f) => f.access({ idtyp: 'app' })],
  ['exp past', 'exp', (f) => f.access({ exp: now() - 61 })],
  ['another tenant throughout', 'iss', (f) => f.access({ iss: f.issuer.replace(tenant.tenantId, otherTenant), tid: otherTenant })],
  ['oid another person’s', 'tokens-disagree', (f) => f.access({ oid: '5f1d0a52-3b7e-4c19-8a64-000000000002' })],
  ['a guest’s', 'guest-acct', (f) => f.access({ acct: 1 })],
  ['a stranger’s key', 'signature', (f) => f.raw(f.header(), JSON.stringify(f.idClaims({ aud: tenant.apiClientId })), strangersKey.privateKey)],
]

/** What no token of Entra's looks like is told from its spelling, before any check: it costs no nonce. */
const misspelt: readonly (readonly [what: string, code: string, mint: (forged: Forge) => string])[] = [
  ['a blank within', 'malformed', (f) => spaced(f.id(), 40)],
  ['a blank behind', 'malformed', (f) => `${f.id()} `],
  ['a line end behind', 'malformed', (f) => `${f.id()}\n`],
  ['padding behind', 'malformed', (f) => `${f.id()}==`],
  ['base64 with + and /', 'malformed', (f) => f.id().replace(/.$/, '+')],
  ['a signature as JSON', 'malformed', (f) => JSON.stringify({ payload: base64url(f.idClaims()), signatures: [] })],
  ['empty', 'malformed', () => ''],
  ['17 KiB', 'malformed', (f) => f.id({ name: 'x'.repeat(13_000) })],
  ['33 KiB', 'too-large', (f) => f.id({ name: 'x'.repeat(25_000) })],
]

/** A rejected token costs its nonce, one audit line and nothing else: the person may try again, with the fresh nonce. */
const rejectsOnce = async (
  { browser, step }: { readonly browser: Attacker; readonly step: Answer },
  reason: string,
  tokens: object,
): Promise<void> => {
  const answer = await browser.submit('entra-sign-in', tokens)
  expect([answer.status, wordOf(answer)]).toEqual([401, 'token-rejected'])
  expect(await rejections(step.body['reference'])).toEqual([reason])
  const after = await browser.current()
  expect(after.body).toMatchObject({ kind: 'entra-sign-in', factors: { counted: 0, proven: [] } })
  expect(after.body['nonce']).not.toBe(step.body['nonce'])
  const stale = await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce']))
  expect(wordOf(stale)).toBe('token-rejected')
  const { body } = await browser.current()
  expect((await browser.submit('entra-sign-in', goodTokens(arena, body['nonce']))).body).toMatchObject({
    kind: 'device',
    factors: { counted: 1, proven: ['entra'] },
  })
}

describe('an ID token proves nothing', () => {
  test.each(idTokens)('%s: %s', async (_what, reason, mint) => {
    const there = await atEntra()
    const forged = forge(arena, there.step.body['nonce'])
    await rejectsOnce(there, reason, { idToken: await mint(forged), accessToken: forged.access() })
  })

  test.each(misspelt)('%s: %s, before it is looked at', async (_what, code, mint) => {
    const { browser, step } = await atEntra()
    const forged = forge(arena, step.body['nonce'])
    const answer = await browser.submit('entra-sign-in', { idToken: mint(forged), accessToken: forged.access() })
    expect(wordOf(answer)).toBe(code)
    expect(await rejections(step.body['reference'])).toEqual([])
    expect((await browser.current()).body['nonce']).toBe(step.body['nonce'])
    expect(wordOf(await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce'])))).toBe('device')
  })

  test('of somebody else, all by itself in order: identity-mismatch, and her device it does not become', async () => {
    const { browser, step } = await atEntra()
    const answer = await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce'], 'eva'))
    expect([answer.status, wordOf(answer)]).toEqual([409, 'identity-mismatch'])
    const audit = (await database.auditOf(step.body['reference'])).map(({ type }) => type)
    expect(audit).toEqual(['enroll.start', 'enroll.identified', 'identity.mismatch'])
    const { body } = await browser.current()
    expect(body).toMatchObject({ kind: 'entra-sign-in', factors: { proven: [] } })
    expect(wordOf(await browser.submit('entra-sign-in', goodTokens(arena, body['nonce'])))).toBe('device')
  })

  test.each([
    ['email', { preferred_username: 'eve@evil.test', email: 'ana@corp.example.test' }],
    ['name', { preferred_username: 'eve@evil.test', name: 'ana@corp.example.test' }],
    ['a longer name', { preferred_username: 'ana@corp.example.test.evil.test' }],
    ['no name', { preferred_username: undefined }],
    ['names in a list', { preferred_username: ['ana@corp.example.test'] }],
  ])('whose claimed name stands in %s only: identity-mismatch', async (_what, claims) => {
    const { browser, step } = await atEntra()
    const tokens = goodTokens(arena, step.body['nonce'], 'ana', claims)
    expect(wordOf(await browser.submit('entra-sign-in', tokens))).toBe('identity-mismatch')
  })
})

describe('an access token proves nothing', () => {
  test.each(accessTokens)('%s: %s', async (_what, reason, mint) => {
    const there = await atEntra()
    const forged = forge(arena, there.step.body['nonce'])
    await rejectsOnce(there, reason, { idToken: forged.id(), accessToken: await mint(forged) })
  })

  test('missing: access-token-missing', async () => {
    const there = await atEntra()
    await rejectsOnce(there, 'access-token-missing', { idToken: forge(arena, there.step.body['nonce']).id() })
  })
})

describe('Entra’s own second factor', () => {
  const satisfied = { acrs: [tenant.authenticationContext] }

  test.each([
    ['missing', {}],
    ['another context', { acrs: ['c2'] }],
    ['no list', { acrs: 'c1' }],
    ['claimed by amr', { amr: ['mfa'] }],
  ])('%s: asked for once more, then there is no enrollment', async (_what, claims) => {
    const { browser, step } = await atEntra('new-entra-1-mfa')
    const first = await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce'], 'ana', claims))
    expect(wordOf(first)).toBe('token-rejected')
    const { body } = await browser.current()
    const second = await browser.submit('entra-sign-in', goodTokens(arena, body['nonce'], 'ana', claims))
    expect(second.body).toMatchObject({ kind: 'refused', code: 'entra-failed', factors: { proven: [] } })
    expect(await rejections(step.body['reference'])).toEqual(['context-missing', 'context-missing'])
    const late = await browser.submit('entra-sign-in', goodTokens(arena, body['nonce'], 'ana', satisfied))
    expect(wordOf(late)).toBe('wrong-step')
  })

  test('there, after it was missed: two proofs', async () => {
    const { browser, step } = await atEntra('new-entra-1-mfa')
    await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce']))
    const { body } = await browser.current()
    expect(
      (await browser.submit('entra-sign-in', goodTokens(arena, body['nonce'], 'ana', satisfied))).body,
    ).toMatchObject({ kind: 'device', factors: { counted: 1, proven: ['entra', 'entra-mfa'] } })
  })
})

describe('a failure of Entra’s is final', () => {
  test.each([
    ['new-entra-1', 'access_denied'],
    // Both, in the new workflow, means Entra only: never the directory (STANDARD 1.4).
    ['new-both-1', 'interaction_required'],
  ])('%s: %s', async (at, error) => {
    const { browser, step } = await atEntra(at)
    const answer = await browser.submit('entra-sign-in', { error, errorCodes: [50_126] })
    expect(answer.body).toMatchObject({ kind: 'refused', code: 'entra-failed' })
    expect(await rejections(step.body['reference'])).toEqual([error])
    expect(wordOf(await browser.submit('entra-sign-in', goodTokens(arena, step.body['nonce'])))).toBe('wrong-step')
    expect(wordOf(await browser.submit('password', { password: 'Directory-1!' }))).toBe('wrong-step')
    expect(arena.ldap.flatMap(({ binds }) => binds)).toEqual([])
  })
})

describe('a token is used once', () => {
  test('twenty times at once at both instances: one enrollment goes on', async () => {
    const { browser, step } = await atEntra()
    const tokens = goodTokens(arena, step.body['nonce'])
    // Ten is all that one enrollment may post.
    const counts = tally(await browser.flood(20, 'entra-sign-in', () => tokens))
    expect(counts['device']).toBe(1)
    const ok = (await database.auditOf(step.body['reference'])).filter(({ type }) => type === 'auth.entra.ok')
    expect(ok).toHaveLength(1)
    expect((await browser.current()).body).toMatchObject({ kind: 'device', factors: { proven: ['entra'] } })
  })

  /** Two enrollments never share a nonce; that the store counts tokens by itself shows where the identifier is the same. */
  test.each(['id', 'access'] as const)('the %s token of another enrollment, at the other instance', async (which) => {
    const uti = `shared-${which}`
    const results: Answer[] = []
    for (const instance of arena.instances) {
      const { browser, step } = await atEntra()
      const forged = forge(arena, step.body['nonce'])
      const claims = { uti }
      const tokens = {
        idToken: forged.id(which === 'id' ? claims : {}),
        accessToken: forged.access(which === 'access' ? claims : {}),
      }
      results.push(await browser.submit('entra-sign-in', tokens, { at: instance }))
      if (results.length === 2) expect(await rejections(step.body['reference'])).toEqual(['used before'])
    }
    expect(results.map(wordOf)).toEqual(['device', 'token-rejected'])
  })

  test('one access token in twenty enrollments at once, at both instances: one goes on', async () => {
    const accessToken = forge(arena, undefined).access()
    const there = await Promise.all(Array.from({ length: 20 }, () => atEntra()))
    const answers = await Promise.all(
      there.map(({ browser, step }, index) =>
        browser.submit(
          'entra-sign-in',
          { idToken: forge(arena, step.body['nonce']).id(), accessToken },
          { at: arena.instances[index % 2] ?? arena.portal },
        ),
      ),
    )
    expect(tally(answers)).toEqual({ device: 1, 'token-rejected': 19 })
  })

  test('one that nobody identified: whoever is at another step learns nothing', async () => {
    const { step } = await atEntra()
    const stranger = newAttacker(arena)
    await stranger.open(account)
    expect(wordOf(await stranger.submit('entra-sign-in', goodTokens(arena, step.body['nonce'])))).toBe('wrong-step')
  })
})

test('no link of a token’s was followed, and no unknown kid made Entra’s keys be fetched each time', () => {
  const fetches = arena.entra.log.filter(({ kind }) => kind === 'keys').length
  // Two instances; each may look again for an unknown key once in half a minute (STANDARD 2.7).
  expect(fetches).toBeGreaterThan(0)
  expect(fetches).toBeLessThanOrEqual(8)
})

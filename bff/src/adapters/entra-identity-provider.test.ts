import { CompactSign, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { EntraSettings } from '../domain/account.ts'
import type { Expected, SignInCheck } from '../ports/identity-provider.ts'
import { type LocalWebServer, startLocalWebServer } from '../testing/local-web-server.ts'
import {
  accessClaims,
  idClaims,
  issuer,
  keySet,
  newSigningKey,
  nonce,
  now,
  settings,
  sign,
  type SigningKey,
  startedAt,
} from '../testing/minted-tokens.ts'
import { createEntraIdentityProvider } from './entra-identity-provider.ts'

const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'
const otherTenant = '99999999-9999-4999-8999-999999999999'
const expected: Expected = { nonce, startedAt: startedAt * 1000, now: now * 1000 }
const { apiClientId: _, ...withoutApi } = settings

let web: LocalWebServer
let key: SigningKey
let foreignKey: SigningKey
let namelessKey: SigningKey
let unpublishedKey: SigningKey
let hmacWithPublicKey: (claims: object) => Promise<string>

beforeAll(async () => {
  web = await startLocalWebServer()
  ;[key, foreignKey, namelessKey, unpublishedKey] = await Promise.all([
    newSigningKey('key'),
    newSigningKey('foreign', `https://login.microsoftonline.com/${otherTenant}/v2.0`),
    newSigningKey('nameless', null),
    newSigningKey('unpublished'),
  ])
  web.answer = () => ({ body: keySet(key, foreignKey, namelessKey) })
  hmacWithPublicKey = (claims) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'key' })
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk)))
})
afterAll(() => web.stop())

const provider = () => createEntraIdentityProvider({ endpointsBase: web.origin })
const check = (
  idToken: string,
  accessToken?: string,
  entra: EntraSettings = settings,
  expectation = expected,
): Promise<SignInCheck> =>
  provider().verifySignIn(entra, { idToken, ...(accessToken === undefined ? {} : { accessToken }) }, expectation)

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const id = (claims: object = {}, header: object = {}) => sign(key, { ...idClaims, ...claims }, header)
const access = (claims: object = {}, header: object = {}) => sign(key, { ...accessClaims, ...claims }, header)
const unsigned = (header: object) => `${encoded({ typ: 'JWT', kid: 'key', ...header })}.${encoded(idClaims)}.`
const withOtherPayload = async () => (await id()).replace(/\.[^.]+\./, `.${encoded({ ...idClaims, oid: consumers })}.`)
const signedBytes = (payload: string | Uint8Array) =>
  new CompactSign(typeof payload === 'string' ? new TextEncoder().encode(payload) : payload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'key' })
    .sign(key.privateKey)
const withEmbeddedKey = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return sign({ ...unpublishedKey, kid: 'key', privateKey }, idClaims, {
    jwk: await exportJWK(publicKey),
    jku: `${web.origin}/mine`,
    x5u: `${web.origin}/mine`,
  })
}

type Row = readonly [what: string, reason: string, mint: () => string | Promise<string>]

/** STANDARD 2.2, row by row: each token is right in everything but what its row says. */
const hostileIdTokens: readonly Row[] = [
  ['alg none', 'alg', () => unsigned({ alg: 'none' })],
  ['alg None', 'alg', () => unsigned({ alg: 'None' })],
  ['alg HS256 with the public key', 'alg', () => hmacWithPublicKey(idClaims)],
  [
    'alg RS512',
    'alg',
    async () => sign({ ...(await newSigningKey('key', null, 'RS512')) }, idClaims, { alg: 'RS512' }),
  ],
  [
    'alg PS256',
    'alg',
    async () => sign({ ...(await newSigningKey('key', null, 'PS256')) }, idClaims, { alg: 'PS256' }),
  ],
  ['typ missing', 'typ', () => id({}, { typ: undefined })],
  ['typ at+jwt', 'typ', () => id({}, { typ: 'at+jwt' })],
  ['typ in small letters', 'typ', () => id({}, { typ: 'jwt' })],
  ['kid missing', 'kid', () => id({}, { kid: undefined })],
  ['kid no text', 'kid', () => id({}, { kid: 7 })],
  ['kid unknown', 'key', () => sign(unpublishedKey, idClaims)],
  ['crit', 'crit', () => id({}, { crit: ['exp'], exp: 1 })],
  ['crit empty', 'crit', () => unsigned({ alg: 'RS256', crit: [] })],
  ['signature of another key', 'signature', () => sign({ ...unpublishedKey, kid: 'key' }, idClaims)],
  ['signature over another payload', 'signature', withOtherPayload],
  ['signature missing', 'signature', () => unsigned({ alg: 'RS256' })],
  ['key embedded as jwk, jku, x5u', 'signature', withEmbeddedKey],
  ['ver 1.0', 'ver', () => id({ ver: '1.0' })],
  ['ver missing', 'ver', () => id({ ver: undefined })],
  ['ver a number', 'ver', () => id({ ver: 2 })],
  ['iss of another tenant', 'iss', () => id({ iss: issuer.replace(settings.tenantId, otherTenant) })],
  ['iss of personal accounts', 'iss', () => id({ iss: issuer.replace(settings.tenantId, consumers) })],
  ['iss of another cloud', 'iss', () => id({ iss: issuer.replace('.com', '.us') })],
  ['iss of version 1', 'iss', () => id({ iss: `https://sts.windows.net/${settings.tenantId}/` })],
  ['iss with a slash more', 'iss', () => id({ iss: `${issuer}/` })],
  ['iss with the template', 'iss', () => id({ iss: issuer.replace(settings.tenantId, '{tenantid}') })],
  ['iss missing', 'iss', () => id({ iss: undefined })],
  ['iss a list', 'iss', () => id({ iss: [issuer] })],
  ['tid of another tenant', 'tid', () => id({ tid: otherTenant })],
  ['tid missing', 'tid', () => id({ tid: undefined })],
  ['tid a name', 'tid', () => id({ tid: 'corp.example.test' })],
  ['key of another issuer', 'key-issuer', () => sign(foreignKey, idClaims)],
  ['key without an issuer', 'key-issuer', () => sign(namelessKey, idClaims)],
  ['aud another client', 'aud', () => id({ aud: otherTenant })],
  ['aud our API', 'aud', () => id({ aud: settings.apiClientId })],
  ['aud a list with ours', 'aud', () => id({ aud: [settings.spaClientId] })],
  ['aud missing', 'aud', () => id({ aud: undefined })],
  ['nonce of another enrollment', 'nonce', () => id({ nonce: 'another' })],
  ['nonce missing', 'nonce', () => id({ nonce: undefined })],
  ['nonce empty', 'nonce', () => id({ nonce: '' })],
  ['nonce a list', 'nonce', () => id({ nonce: [nonce] })],
  ['idtyp app', 'idtyp', () => id({ idtyp: 'app' })],
  ['exp past', 'exp', () => id({ exp: now - 60 })],
  ['exp missing', 'exp', () => id({ exp: undefined })],
  ['exp text', 'exp', () => signedBytes(JSON.stringify({ ...idClaims, exp: String(idClaims.exp) }))],
  ['exp infinite', 'exp', () => signedBytes(JSON.stringify({ ...idClaims, exp: 0 }).replace('"exp":0', '"exp":1e999'))],
  ['nbf to come', 'nbf', () => id({ nbf: now + 61 })],
  ['nbf missing', 'nbf', () => id({ nbf: undefined })],
  ['iat to come', 'iat', () => id({ iat: now + 61 })],
  ['iat missing', 'iat', () => id({ iat: undefined })],
  ['iat before the start', 'iat-before-start', () => id({ iat: startedAt - 361 })],
  ['auth_time before the start', 'auth-time', () => id({ auth_time: startedAt - 61 })],
  ['auth_time text', 'auth-time', () => signedBytes(JSON.stringify({ ...idClaims, auth_time: 'now' }))],
  ['oid missing', 'oid', () => id({ oid: undefined })],
  ['oid a name', 'oid', () => id({ oid: 'ana' })],
  ['oid a list', 'oid', () => id({ oid: [idClaims.oid] })],
  ['a guest by acct', 'guest-acct', () => id({ acct: 1 })],
  ['a guest by acct as text', 'guest-acct', () => id({ acct: '1' })],
  ['a guest by idp', 'guest-idp', () => id({ idp: `https://sts.windows.net/${otherTenant}/` })],
  ['huge', 'size', () => id({ name: 'x'.repeat(20_000) })],
  ['a token in a token', 'claims', async () => signedBytes(await id())],
  ['a list of claims', 'claims', () => signedBytes(JSON.stringify([idClaims]))],
  ['no claims but null', 'claims', () => signedBytes('null')],
  ['deeply nested', 'claims', () => signedBytes('{"a":'.repeat(2000))],
  ['not UTF-8', 'signature', () => signedBytes(Uint8Array.of(0xff, 0xfe))],
  ['empty', 'format', () => ''],
  ['garbage', 'format', () => 'garbage'],
  ['dots', 'format', () => '..'],
  ['a header that is no JSON', 'format', () => 'e30x.e30.e30'],
  ['an empty header', 'alg', () => 'e30.e30.e30'],
  ['a fourth part', 'format', async () => `${await id()}.x`],
  ['encrypted', 'alg', () => `${encoded({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: 'key', typ: 'JWT' })}.a.b.c.d`],
]

const hostileAccessTokens: readonly Row[] = [
  ['missing', 'access-token-missing', () => ''],
  ['the ID token again', 'aud', () => id()],
  ['alg none', 'alg', () => unsigned({ alg: 'none' })],
  ['aud the SPA', 'aud', () => access({ aud: settings.spaClientId })],
  ['aud a list with ours', 'aud', () => access({ aud: [settings.apiClientId] })],
  ['aud Microsoft Graph', 'aud', () => access({ aud: '00000003-0000-0000-c000-000000000000' })],
  ['azp another client', 'azp', () => access({ azp: otherTenant })],
  ['azp missing', 'azp', () => access({ azp: undefined })],
  ['scp without ours', 'scp', () => access({ scp: 'Enroll.Devices Other' })],
  ['scp missing', 'scp', () => access({ scp: undefined })],
  ['scp a list', 'scp', () => access({ scp: ['Enroll.Device'] })],
  ['idtyp app', 'idtyp', () => access({ idtyp: 'app' })],
  ['exp past', 'exp', () => access({ exp: now - 60 })],
  ['key of another issuer', 'key-issuer', () => sign(foreignKey, accessClaims)],
  ['a guest', 'guest-acct', () => access({ acct: 1 })],
  ['of another person', 'tokens-disagree', () => access({ oid: '00000000-0000-4000-8000-00000000000b' })],
  ['of another tenant', 'iss', () => access({ iss: issuer.replace(settings.tenantId, otherTenant), tid: otherTenant })],
]

describe('an ID token is rejected', () => {
  test.each(hostileIdTokens)('%s: %s', async (_what, reason, mint) => {
    expect(await check(await mint(), undefined, withoutApi)).toEqual({ kind: 'rejected', reason })
  })

  test('tid of personal accounts: tid-consumers, even for an account set up that way', async () => {
    const entra = { ...withoutApi, tenantId: consumers }
    const token = await id({ tid: consumers, iss: issuer.replace(settings.tenantId, consumers) })
    expect(await check(token, undefined, entra)).toEqual({ kind: 'rejected', reason: 'tid-consumers' })
  })

  test('older than ten minutes: iat-too-old, even where the enrollment is older', async () => {
    const early = { ...expected, startedAt: (startedAt - 3600) * 1000 }
    expect(await check(await id({ iat: now - 601 }), undefined, withoutApi, early)).toEqual({
      kind: 'rejected',
      reason: 'iat-too-old',
    })
  })

  test.each([undefined, [], ['c2'], 'c1', ['C1'], { c1: true }])(
    'acrs %j: context-missing, where c1 was asked for',
    async (acrs) => {
      const asked = { ...expected, authenticationContext: 'c1' }
      expect(await check(await id({ acrs }), undefined, withoutApi, asked)).toEqual({
        kind: 'rejected',
        reason: 'context-missing',
      })
    },
  )
})

describe('an access token is rejected', () => {
  test.each(hostileAccessTokens)('%s: %s', async (_what, reason, mint) => {
    const token = await mint()
    expect(await check(await id(), token === '' ? undefined : token)).toEqual({ kind: 'rejected', reason })
  })
})

describe('tokens are accepted', () => {
  test('with the person, by tenant and object, and both tokens for single use until nobody takes them any more', async () => {
    expect(await check(await id({ email: 'ana@mail.example', upn: 'ana@upn.example' }), await access())).toEqual({
      kind: 'verified',
      person: {
        tenantId: settings.tenantId,
        objectId: idClaims.oid,
        // Not `email`: its owner chooses it.
        names: ['ana@corp.example.test', 'ana@upn.example'],
        preferredUsername: 'ana@corp.example.test',
        displayName: 'Ana',
      },
      contextSatisfied: false,
      tokens: [
        { id: 'id-token:uti-of-the-id-token', expiresAt: (idClaims.exp + 60) * 1000 },
        { id: 'access-token:uti-of-the-access-token', expiresAt: (idClaims.exp + 60) * 1000 },
      ],
    })
  })

  test('with the authentication context that was asked for', async () => {
    const asked = { ...expected, authenticationContext: 'c1' }
    expect(await check(await id({ acrs: ['c2', 'c1'] }), await access(), settings, asked)).toMatchObject({
      kind: 'verified',
      contextSatisfied: true,
    })
  })

  test('with an authentication context that nobody asked for, which then proves nothing', async () => {
    expect(await check(await id({ acrs: ['c1'] }), await access())).toMatchObject({
      kind: 'verified',
      contextSatisfied: false,
    })
  })

  test.each([
    ['exp 59 s ago', { exp: now - 59 }],
    ['nbf in 60 s', { nbf: now + 60 }],
    ['iat in 60 s', { iat: now + 60 }],
    ['iat five minutes back, as Entra dates it, and a minute of skew', { iat: startedAt - 360 }],
    ['auth_time a minute before the start', { auth_time: startedAt - 60 }],
    ['acct 0', { acct: 0 }],
    ['idp our own', { idp: issuer }],
    ['no names at all', { preferred_username: undefined, name: undefined }],
  ])('at the edge: %s', async (_what, claims) => {
    expect(await check(await id(claims), await access())).toMatchObject({ kind: 'verified' })
  })

  test('of guests only where the account allows them', async () => {
    const guest = { acct: 1, idp: `https://sts.windows.net/${otherTenant}/` }
    expect(await check(await id(guest), await access(guest), { ...settings, allowGuests: true })).toMatchObject({
      kind: 'verified',
    })
  })

  test('signed by a key that is published for this tenant alone', async () => {
    const own = await newSigningKey('own', issuer)
    web.answer = () => ({ body: keySet(own) })
    expect(await check(await sign(own, idClaims), undefined, withoutApi)).toMatchObject({ kind: 'verified' })
    web.answer = () => ({ body: keySet(key, foreignKey, namelessKey) })
  })

  test('without uti under one identifier, however the signature is spelled', async () => {
    const token = await id({ uti: undefined })
    // The last letter of 256 bytes carries four bits that mean nothing.
    const respelled = token.slice(0, -1) + ({ A: 'B', Q: 'R', g: 'h', w: 'x' }[token.slice(-1)] ?? '')
    const [one, two] = [await check(token, undefined, withoutApi), await check(respelled, undefined, withoutApi)]
    expect(one).toMatchObject({ kind: 'verified', tokens: [{ id: expect.stringMatching(/^id-token:[\w-]{43}$/) }] })
    expect(two.kind === 'verified' ? two.tokens : two).toEqual(one.kind === 'verified' ? one.tokens : undefined)
  })
})

describe('without keys', () => {
  afterEach(() => {
    web.answer = () => ({ body: keySet(key, foreignKey, namelessKey) })
  })

  test('the check is unavailable, not failed', async () => {
    web.answer = () => ({ status: 503 })
    expect(await check(await id(), undefined, withoutApi)).toEqual({ kind: 'unavailable' })
  })
})

test('keys come from the tenant’s own key set', async () => {
  const before = web.requests.length
  await check(await id(), await access())
  expect(web.requests.slice(before)).toEqual([
    { method: 'GET', path: `/${settings.tenantId}/discovery/v2.0/keys`, body: '' },
  ])
})

test('MSAL gets metadata only where Entra is simulated, under the production issuer', () => {
  expect(createEntraIdentityProvider().metadataFor(settings)).toBeUndefined()
  const base = 'http://localhost:4400'
  expect(JSON.parse(createEntraIdentityProvider({ endpointsBase: base }).metadataFor(settings) ?? '')).toEqual({
    issuer,
    authorization_endpoint: `${base}/${settings.tenantId}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/${settings.tenantId}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/${settings.tenantId}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/${settings.tenantId}/discovery/v2.0/keys`,
  })
})

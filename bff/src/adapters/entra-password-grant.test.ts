import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Secret } from '../domain/secret.ts'
import { type LocalWebServer, startLocalWebServer, type WebAnswer } from '../testing/local-web-server.ts'
import { idClaims, keySet, newSigningKey, now, settings, sign, type SigningKey } from '../testing/minted-tokens.ts'
import { createEntraIdentityProvider } from './entra-identity-provider.ts'

let web: LocalWebServer
let key: SigningKey
let granted: string

beforeAll(async () => {
  web = await startLocalWebServer()
  key = await newSigningKey('key')
})
afterAll(() => web.stop())

const { nonce: _, ...unasked } = idClaims
const claims = { ...unasked, aud: settings.passwordGrantClientId, iat: now - 300, nbf: now - 300 }

beforeEach(async () => {
  granted = await sign(key, claims)
  answerWith(() => ({ body: JSON.stringify({ token_type: 'Bearer', id_token: granted }) }))
})

const answerWith = (answer: () => WebAnswer): void => {
  web.answer = ({ method }) => (method === 'POST' ? answer() : { body: keySet(key) })
}
const verify = (password = 'Entra-1!', entra = settings) =>
  createEntraIdentityProvider({ endpointsBase: web.origin }).verifyPassword(
    entra,
    'ana@corp.example.test',
    new Secret(password),
    now * 1000,
  )
const denied =
  (status: number, body: object): (() => WebAnswer) =>
  () => ({ status, body: JSON.stringify(body) })
const posts = () => web.requests.filter(({ method }) => method === 'POST')

test('a right password gives the person of the validated token', async () => {
  expect(await verify()).toMatchObject({
    kind: 'verified',
    person: { tenantId: settings.tenantId, objectId: idClaims.oid, preferredUsername: 'ana@corp.example.test' },
  })
})

test('the grant asks for openid and profile, with the password as it was typed', async () => {
  await verify(' +&=%ü"\\ ')
  const { path, body } = posts().at(-1) ?? { path: '', body: '' }
  expect(path).toBe(`/${settings.tenantId}/oauth2/v2.0/token`)
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    grant_type: 'password',
    client_id: settings.passwordGrantClientId,
    scope: 'openid profile',
    username: 'ana@corp.example.test',
    password: ' +&=%ü"\\ ',
  })
})

describe('refusals', () => {
  test.each([
    ['wrong password', { error: 'invalid_grant', error_codes: [50126] }, 'rejected'],
    ['unknown user', { error: 'invalid_grant', error_codes: [50034] }, 'rejected'],
    ['locked out', { error: 'invalid_grant', error_codes: [50053] }, 'rejected'],
    ['MFA wanted', { error: 'invalid_grant', error_codes: [50076], suberror: 'basic_action' }, 'mfa-required'],
    ['MFA to be set up', { error: 'invalid_grant', error_codes: [50079] }, 'mfa-required'],
    ['MFA of another provider', { error: 'invalid_grant', error_codes: [50158] }, 'mfa-required'],
    [
      'MFA by the text alone',
      { error: 'invalid_grant', error_description: 'AADSTS50076: Due to a configuration change …' },
      'mfa-required',
    ],
    ['MFA by the error alone', { error: 'interaction_required' }, 'mfa-required'],
    ['the number inside another text', { error: 'invalid_grant', error_description: 'Not AADSTS50076' }, 'rejected'],
    ['a request that is wrong', { error: 'invalid_request', error_codes: [50076] }, 'unavailable'],
    ['an error of the server', { error: 'temporarily_unavailable' }, 'unavailable'],
  ])('%s: %j is %s', async (_what, body, kind) => {
    answerWith(denied(400, body))
    expect(await verify()).toEqual({ kind })
  })

  test.each([
    ['Conditional Access', { error: 'invalid_grant', error_codes: [53003] }, 'blocked-by-policy', [53003]],
    [
      'a device that is not managed',
      { error: 'interaction_required', error_codes: [53000] },
      'device-not-managed',
      [53000],
    ],
    ['not assigned', { error: 'invalid_grant', error_codes: [50105] }, 'not-assigned', [50105]],
    ['no consent', { error: 'invalid_grant', error_description: 'AADSTS65001: …' }, 'consent-missing', [65001]],
    ['another client', { error: 'unauthorized_client', error_codes: [700016] }, 'misconfigured', [700016]],
    [
      'numbers that are none, and too many',
      { error: 'invalid_grant', error_codes: [1.5, 1e300, -1, ...Array.from({ length: 11 }, () => 53003)] },
      'blocked-by-policy',
      Array.from({ length: 10 }, () => 53003),
    ],
    [
      'a number beyond all',
      { error: 'invalid_client', error_description: `AADSTS${'9'.repeat(20)}` },
      'misconfigured',
      [],
    ],
  ])('%s: %j is told as %s', async (_what, body, reason, errorCodes) => {
    answerWith(denied(400, body))
    expect(await verify()).toEqual({ kind: 'refused', reason, error: body.error, errorCodes })
  })

  test.each(['', '\0', 'Entra-1!\0'])('the password %j is rejected and never sent', async (password) => {
    const before = posts().length
    expect(await verify(password)).toEqual({ kind: 'rejected' })
    expect(posts()).toHaveLength(before)
  })
})

describe('trouble', () => {
  test.each<[string, WebAnswer]>([
    ['500', { status: 500, body: '{"error":"invalid_grant"}' }],
    ['503', { status: 503 }],
    ['429', { status: 429, body: '{"error":"invalid_grant"}' }],
    ['a page', { status: 400, body: '<html>' }],
    ['success without a token', { body: '{}' }],
    ['a redirection', { status: 302, headers: { location: '/elsewhere' } }],
    ['a cut connection', 'hang-up'],
  ])('%s is unavailable', async (_what, answer) => {
    answerWith(() => answer)
    expect(await verify()).toEqual({ kind: 'unavailable' })
  })

  test('no server at all is unavailable', async () => {
    const nowhere = createEntraIdentityProvider({ endpointsBase: 'http://127.0.0.1:1' })
    expect(await nowhere.verifyPassword(settings, 'ana@corp.example.test', new Secret('Entra-1!'), now * 1000)).toEqual(
      { kind: 'unavailable' },
    )
  })

  test('without keys to check the token with it is unavailable', async () => {
    web.answer = ({ method }) => (method === 'POST' ? { body: JSON.stringify({ id_token: granted }) } : { status: 500 })
    expect(await verify()).toEqual({ kind: 'unavailable' })
  })

  test('an account without a client for it never asks', async () => {
    const { passwordGrantClientId: __, ...entra } = settings
    const before = posts().length
    expect(await verify('Entra-1!', entra)).toEqual({ kind: 'unavailable' })
    expect(posts()).toHaveLength(before)
  })
})

test.each([
  ['for the SPA', { aud: settings.spaClientId }],
  ['of another tenant', { tid: '99999999-9999-4999-8999-999999999999' }],
  ['of a guest', { acct: 1 }],
  ['from long ago', { iat: now - 361 }],
])('a token %s is rejected', async (_what, more) => {
  granted = await sign(key, { ...claims, ...more })
  expect(await verify()).toEqual({ kind: 'rejected' })
})

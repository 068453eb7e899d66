import fc from 'fast-check'
import { CompactSign, importJWK } from 'jose'
import { expect, test } from 'vitest'
import {
  accessClaims,
  idClaims,
  newSigningKey,
  nonce,
  now,
  settings,
  sign,
  startedAt,
} from '../testing/minted-tokens.ts'
import type { FindKey } from './entra-keys.ts'
import { checkToken, type CheckedToken, type Expectation } from './entra-token.ts'
import { headerOf } from './signed-token.ts'

const [ours, strangers] = await Promise.all([newSigningKey('ours'), newSigningKey('ours')])
const publicKey = await importJWK(ours.jwk, 'RS256')
if (publicKey instanceof Uint8Array) throw new Error('no public key')
const findKey: FindKey = async (_, kid) =>
  kid === 'ours'
    ? { kind: 'found', key: publicKey, issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' }
    : { kind: 'unknown' }
const idExpectation: Expectation = { settings, of: 'id-token', audience: settings.spaClientId, startedAt, now, nonce }
const accessExpectation: Expectation = { settings, of: 'access-token', audience: settings.apiClientId, startedAt, now }
const check = (token: string, expectation = idExpectation): Promise<CheckedToken> =>
  checkToken(token, findKey, 'https://keys.example.test', expectation)
const [idToken, accessToken] = await Promise.all([sign(ours, idClaims), sign(ours, accessClaims)])

const refusal = { kind: 'rejected', reason: expect.any(String) }
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')
const segment = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[\w-]{0,40}$/),
  fc.json().map((json) => Buffer.from(json).toString('base64url')),
  fc.constantFrom(...idToken.split('.'), ...accessToken.split('.'), ''),
)

test('the two tokens that are mutated here are right', async () => {
  expect(await check(idToken)).toMatchObject({ kind: 'valid' })
  expect(await check(accessToken, accessExpectation)).toMatchObject({ kind: 'valid' })
})

test('no text is a token: whatever it is, it is refused and nothing is thrown', async () => {
  const notTokens = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(segment, { maxLength: 6 })
      .map((segments) => segments.join('.'))
      .filter((text) => text !== idToken),
  )
  await fc.assert(
    fc.asyncProperty(notTokens, async (text) => {
      expect(await check(text)).toEqual(refusal)
      headerOf(text)
    }),
    { numRuns: 1000 },
  )
})

test('a token with any of its characters changed, left out or put in is refused', async () => {
  const edit = fc.record({
    at: fc.nat(idToken.length - 1),
    cut: fc.constantFrom(0, 1, 2, 16),
    put: fc.oneof(fc.stringMatching(/^[\w.-]{0,3}$/), fc.string({ unit: 'binary', maxLength: 3 })),
  })
  const signedPart = (token: string) => token.slice(0, token.lastIndexOf('.'))
  await fc.assert(
    fc.asyncProperty(edit, async ({ at, cut, put }) => {
      const changed = idToken.slice(0, at) + put + idToken.slice(at + cut)
      if (changed === idToken) return
      const outcome = await check(changed)
      // A signature can be spelt in more than one way; what it signs, and so its single use, cannot
      if (outcome.kind === 'valid') {
        expect(signedPart(changed)).toBe(signedPart(idToken))
        expect(outcome).toEqual(await check(idToken))
      } else expect(outcome).toEqual(refusal)
    }),
    { numRuns: 1500 },
  )
})

test('any header but the right one is refused, with the payload and signature of a right token', async () => {
  const [right, payload, signature] = idToken.split('.')
  const any = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        alg: fc.constantFrom('RS256', 'none', 'HS256', 'rs256', 'PS256', '', null, 7),
        typ: fc.constantFrom('JWT', 'jwt', 'at+jwt', 1),
        kid: fc.oneof(fc.constant('ours'), fc.string(), fc.constant(null)),
        crit: fc.constantFrom([], ['exp'], 'exp'),
        jwk: fc.constant(strangers.jwk),
        jku: fc.webUrl(),
        b64: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  )
  // Now and then the right one is drawn.
  const headers = any.filter((header) => encoded(header) !== right)
  await fc.assert(
    fc.asyncProperty(headers, async (header) => {
      expect(await check(`${encoded(header)}.${payload}.${signature}`)).toEqual(refusal)
    }),
    { numRuns: 500 },
  )
})

test('what a stranger signed under our key’s name is refused, whatever it claims', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (more) => {
      expect(await check(await sign(strangers, { ...idClaims, ...more }))).toEqual({
        kind: 'rejected',
        reason: 'signature',
      })
    }),
    { numRuns: 50 },
  )
})

test('rightly signed bytes that are no claims are refused', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value))),
    fc.nat(300).map((at) => new TextEncoder().encode(JSON.stringify(idClaims).slice(0, at))),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (payload) => {
      const header = { alg: 'RS256', typ: 'JWT', kid: 'ours' }
      const token = await new CompactSign(payload).setProtectedHeader(header).sign(ours.privateKey)
      expect(await check(token)).toEqual(refusal)
    }),
    { numRuns: 300 },
  )
})

/** Claims that have just one right value, here. */
const exact = ['ver', 'iss', 'tid', 'aud', 'nonce'] as const
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'null', '__proto__', [settings.spaClientId], { toString: 'x' }, '2.0 ', 1e308, -1),
)

test('a rightly signed token with another value in one of its exact claims is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...exact), odd, async (claim, value) => {
      if (value === idClaims[claim]) return
      expect(await check(await sign(ours, { ...idClaims, [claim]: value }))).toEqual(refusal)
    }),
    { numRuns: 300 },
  )
})

test('rightly signed, whatever stands in any claims: valid with a person’s ids, or refused; nothing is thrown', async () => {
  const claimNames = [...Object.keys(idClaims), 'azp', 'scp', 'acct', 'idp', 'idtyp', 'auth_time', 'acrs', 'upn']
  const changes = fc.dictionary(fc.constantFrom(...claimNames), odd, { minKeys: 1, maxKeys: 4 })
  const cases = fc.constantFrom(
    { claims: idClaims, expectation: idExpectation },
    { claims: accessClaims, expectation: accessExpectation },
    { claims: idClaims, expectation: { ...idExpectation, authenticationContext: 'c1' } },
  )
  await fc.assert(
    fc.asyncProperty(cases, changes, async ({ claims, expectation }, change) => {
      const outcome = await check(await sign(ours, { ...claims, ...change }), expectation)
      if (outcome.kind === 'valid')
        expect(outcome.person).toMatchObject({
          tenantId: settings.tenantId,
          objectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        })
      else expect(outcome).toEqual(refusal)
      if (expectation.authenticationContext !== undefined && outcome.kind === 'valid')
        expect(JSON.stringify(change)).toContain('c1')
    }),
    { numRuns: 500 },
  )
})

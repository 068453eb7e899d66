import { describe, expect, test } from 'vitest'
import type { EntraSettings } from '../domain/account.ts'
import { Secret } from '../domain/secret.ts'
import { type MemoryClaims, mintIdToken } from './memory-identity-provider.ts'
import { createMemoryNeighbours } from './memory-neighbours.ts'

const settings: EntraSettings = {
  cloud: 'login.microsoftonline.com',
  tenantId: 'tenant',
  spaClientId: 'spa',
  apiClientId: 'api',
  allowGuests: false,
  mismatch: 'block',
}
const expected = { nonce: 'nonce', startedAt: 0, now: 60_000 }
const claims: MemoryClaims = {
  tid: 'tenant',
  oid: 'object',
  aud: 'spa',
  nonce: 'nonce',
  preferred_username: 'ana@corp.example.test',
  uti: 'one',
}
const accessToken = mintIdToken({ tid: 'tenant', oid: 'object', aud: 'api', uti: 'two' })
const people = [
  {
    username: 'ana',
    displayName: 'Ana',
    entra: { password: 'Entra-1!', upn: 'ana@corp.example.test', objectId: 'object' },
  },
  { username: 'mia', entra: { password: 'Entra-1!', upn: 'mia@corp.example.test', objectId: 'other', mfa: true } },
]
const check = (more: Partial<MemoryClaims> = {}, access: string | undefined = accessToken, expectation: object = {}) =>
  createMemoryNeighbours(people).identityProvider.verifySignIn(
    settings,
    { idToken: mintIdToken({ ...claims, ...more }), ...(access === undefined ? {} : { accessToken: access }) },
    { ...expected, ...expectation },
  )

test('a minted token gives its person and its single use', async () => {
  expect(await check({ name: 'Ana', acrs: ['c1'] }, accessToken, { authenticationContext: 'c1' })).toEqual({
    kind: 'verified',
    person: {
      tenantId: 'tenant',
      objectId: 'object',
      names: ['ana@corp.example.test'],
      preferredUsername: 'ana@corp.example.test',
      displayName: 'Ana',
    },
    contextSatisfied: true,
    tokens: [
      { id: 'one', expiresAt: 3_660_000 },
      { id: 'two', expiresAt: 3_660_000 },
    ],
  })
})

test.each<[string, Partial<MemoryClaims>]>([
  ['tenant', { tid: 'other' }],
  ['audience', { aud: 'other' }],
  ['nonce', { nonce: 'other' }],
  ['expired', { exp: 60 }],
  ['guest', { acct: 1 }],
  ['tokens-disagree', { oid: 'other' }],
])('a token is rejected for its %s', async (reason, more) => {
  expect(await check(more)).toEqual({ kind: 'rejected', reason })
})

test('what was asked for and is missing rejects', async () => {
  expect(await check({}, accessToken, { authenticationContext: 'c1' })).toEqual({
    kind: 'rejected',
    reason: 'context-missing',
  })
  expect(await check({}, mintIdToken(claims))).toEqual({ kind: 'rejected', reason: 'access-audience' })
  const { identityProvider } = createMemoryNeighbours(people)
  expect(await identityProvider.verifySignIn(settings, { idToken: mintIdToken(claims) }, expected)).toEqual({
    kind: 'rejected',
    reason: 'access-token-missing',
  })
})

test.each(['', 'garbage', 'memory.x.y', 'memory.e30.x', `${mintIdToken(claims)}.x`])(
  '%j is no token',
  async (idToken) => {
    const { identityProvider } = createMemoryNeighbours(people)
    expect(await identityProvider.verifySignIn(settings, { idToken }, expected)).toEqual({
      kind: 'rejected',
      reason: 'format',
    })
  },
)

describe('passwords', () => {
  test.each([
    ['ana@corp.example.test', 'Entra-1!', 'verified'],
    ['ANA@corp.example.test', 'Entra-1!', 'verified'],
    ['ana@corp.example.test', 'wrong', 'rejected'],
    ['ana@corp.example.test', '', 'rejected'],
    ['nobody@corp.example.test', 'Entra-1!', 'rejected'],
    ['mia@corp.example.test', 'Entra-1!', 'mfa-required'],
    ['mia@corp.example.test', 'wrong', 'rejected'],
  ])('%s with %j: %s', async (principal, password, kind) => {
    const { identityProvider, journal } = createMemoryNeighbours(people)
    expect(await identityProvider.verifyPassword(settings, principal, new Secret(password), 0)).toMatchObject({ kind })
    expect(journal).toEqual([{ neighbour: 'identity-provider', principal }])
  })

  test('nobody is asked while it is down', async () => {
    const { identityProvider, journal, down } = createMemoryNeighbours(people)
    down.identityProvider = true
    expect(await identityProvider.verifyPassword(settings, 'ana@corp.example.test', new Secret('Entra-1!'), 0)).toEqual(
      { kind: 'unavailable' },
    )
    expect(journal).toEqual([])
  })
})

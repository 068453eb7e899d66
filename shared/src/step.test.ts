import { describe, expect, test } from 'vitest'
import { Moment, RefusalCode, Step } from './step.ts'

const common = {
  reference: 'ABCD-EFGH',
  account: { id: 'acme', name: 'Acme' },
  workflow: 'new',
  factors: { counted: 0, proven: [] },
  progress: { at: 1, of: 4, asks: ['name', 'password', 'email-code', 'device'] },
  expiresAt: '2026-11-24T09:00:00.000Z',
}

/** The fields of each kind beside the common ones, as the design lists them: those that must be there, those that may. */
const kinds: readonly (readonly [kind: string, must: object, may: object])[] = [
  ['identify', {}, { domain: 'd', domains: ['d'], username: 'u' }],
  ['credentials', {}, { domain: 'd', domains: ['d'], username: 'u', note: 'changed' }],
  ['password', { username: 'u', domain: 'd' }, { note: 'unconfirmed' }],
  ['new-password', {}, { rules: 'r' }],
  [
    'entra-sign-in',
    { authority: 'a', clientId: 'c', scopes: ['openid'], nonce: 'n', loginHint: 'l' },
    { domainHint: 'd', prompt: 'login', claims: '{}', authorityMetadata: '{}' },
  ],
  [
    'email-code',
    {
      sentTo: 's',
      delivery: 'queued',
      codeExpiresAt: common.expiresAt,
      resendAt: common.expiresAt,
      codeNumber: 1,
      from: 'f',
      triesLeft: 5,
    },
    {},
  ],
  [
    'device',
    { username: 'u', domain: 'd', platforms: ['ios'] },
    { suggested: 'ios', ownership: ['personal'], terms: { version: '1', text: 't', url: 'https://u.test' } },
  ],
  [
    'enrolled',
    {
      device: { id: 'i', platform: 'ios', name: 'n', registeredAt: common.expiresAt },
      handOff: { kind: 'link', url: 'https://u.test', qr: 'q', browserHint: 'safari' },
    },
    {},
  ],
  [
    'refused',
    { code: 'entra-failed', support: { name: 'n', email: 'e', phone: 'p', url: 'https://u.test' } },
    {
      reason: 'blocked-by-policy',
      details: { error: 'access_denied', errorCodes: [53003], traceId: 't', correlationId: 'c', at: common.expiresAt },
    },
  ],
  ['expired', {}, {}],
]

const takes = (value: unknown): boolean => Step.safeParse(value).success

describe('steps', () => {
  test('are of the published kinds, and of no other', () => {
    expect(Step._zod.def.options.map((option) => option._zod.def.shape.kind._zod.def.values[0])).toEqual(
      kinds.map(([kind]) => kind),
    )
    expect(takes({ ...common, kind: 'other' })).toBe(false)
  })

  test.each(kinds)('%s: has its own fields beside the common ones', (kind, must, may) => {
    const least = { kind, ...common, ...must }
    const full = { ...least, ...may }
    expect(takes(least)).toBe(true)
    expect(Step.safeParse(full)).toEqual({ success: true, data: full })
    for (const key of Object.keys(least)) expect(takes({ ...full, [key]: undefined })).toBe(false)
  })

  test.each(kinds)('%s: what does not belong is dropped on its way out', (kind, must) => {
    const step = { kind, ...common, ...must }
    expect(Step.safeParse({ ...step, codeId: 'x', password: 'y' })).toEqual({ success: true, data: step })
  })

  test('a refusal has one of five reasons', () => {
    expect(RefusalCode.options).toEqual([
      'authentication-not-configured',
      'entra-failed',
      'no-mail-address',
      'code-exhausted',
      'account-closed',
    ])
  })

  test('a moment is ISO 8601 in UTC', () => {
    expect(Moment.safeParse('2026-11-24T09:00:00.000Z').success).toBe(true)
    for (const other of ['2026-11-24', '2026-11-24T09:00:00+01:00', 'now', ''])
      expect(Moment.safeParse(other).success).toBe(false)
  })
})

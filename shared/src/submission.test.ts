import { describe, expect, test } from 'vitest'
import { AccountName, RequestId } from './account-name.ts'
import { isAccountName, reservedAccountNames } from './account-pattern.ts'
import {
  Credentials,
  Device,
  EmailCode,
  EntraSignIn,
  Identity,
  NewPassword,
  Nothing,
  OpenEnrollment,
  Password,
} from './submission.ts'

const request = 'a1B2c3D4e5F6g7H8i9J0kL'

const guid = '255d1aef-8c98-452f-ac51-23d051240864'

/** Each form with an example that has every field, and its fields with their longest value. */
const forms = [
  ['open', OpenEnrollment, { account: 'acme', request }, {}],
  ['identity', Identity, { username: 'ana', domain: 'corp.example.test' }, { username: 256, domain: 255 }],
  [
    'credentials',
    Credentials,
    { username: 'ana', domain: '', password: 'Directory-1!' },
    { username: 256, domain: 255, password: 256 },
  ],
  ['password', Password, { password: 'Directory-1!' }, { password: 256 }],
  ['new password', NewPassword, { oldPassword: 'a', newPassword: 'b' }, { oldPassword: 256, newPassword: 256 }],
  ['tokens', EntraSignIn, { idToken: 'a.b.c', accessToken: 'd.e.f' }, { idToken: 16_384, accessToken: 16_384 }],
  [
    'Entra error',
    EntraSignIn,
    { error: 'access_denied', errorCodes: [65004], traceId: guid, correlationId: guid },
    { error: 128 },
  ],
  ['e-mail code', EmailCode, { code: '1234 5678' }, { code: 64 }],
  [
    'device',
    Device,
    { platform: 'ios', name: 'My phone', ownership: 'personal', termsVersion: '3' },
    { name: 64, termsVersion: 64 },
  ],
  ['nothing', Nothing, {}, {}],
] as const

const fields = forms.flatMap(([form, schema, example, longest]) =>
  Object.entries(longest).map(([field, most]: [string, number]) => ({
    form,
    field,
    most,
    parse: (value: unknown) => schema.safeParse({ ...example, [field]: value }).success,
  })),
)
const passwords = new Set(['password', 'oldPassword', 'newPassword'])

describe('a submission', () => {
  test.each(forms)('%s: is taken as it was sent, unaltered', (_form, schema, example) => {
    expect(schema.safeParse(example)).toEqual({ success: true, data: example })
  })

  test.each(forms)('%s: with a key nobody knows it is refused', (_form, schema, example) => {
    for (const key of ['extra', 'step', 'user', 'constructor', 'toString'])
      expect(schema.safeParse({ ...example, [key]: 'x' }).success).toBe(false)
    expect(
      schema.safeParse(JSON.parse(`{"__proto__":{"x":1},${JSON.stringify(example).slice(1)}`.replace(',}', '}')))
        .success,
    ).toBe(false)
  })

  test.each(forms)('%s: only an object is one', (_form, schema) => {
    for (const value of [undefined, null, 'text', 7, true, [], [{}]])
      expect(schema.safeParse(value).success).toBe(false)
  })

  test.each(forms)('%s: what it needs cannot be left out, null or of another type', (_form, schema, example) => {
    for (const key of Object.keys(example)) {
      for (const wrong of [null, 7, true, {}, ['x']])
        expect(schema.safeParse({ ...example, [key]: wrong }).success).toBe(false)
    }
    if (schema !== Nothing) expect(schema.safeParse({}).success).toBe(false)
  })

  test.each(fields)('$form: $field has $most characters at most', ({ parse, most }) => {
    expect(parse('a'.repeat(most))).toBe(true)
    expect(parse('a'.repeat(most + 1))).toBe(false)
  })

  test.each(fields.filter(({ field }) => field !== 'domain'))('$form: $field is not empty', ({ parse }) => {
    expect(parse('')).toBe(false)
  })

  test.each(fields)('$form: no NUL reaches $field', ({ parse }) => {
    expect(parse('a\0b')).toBe(false)
  })

  test.each(fields.filter(({ field }) => !passwords.has(field)))(
    '$form: $field has no control characters and no half of a character',
    ({ parse }) => {
      for (const odd of ['\n', '\r', '\t', '\u001B', '\u007F', '\u0085', '\uD800'])
        expect(parse(`a${odd}b`)).toBe(false)
    },
  )

  test.each(fields.filter(({ field }) => !passwords.has(field) && field !== 'code'))(
    '$form: $field is one line, written in one direction',
    ({ parse }) => {
      for (const odd of ['\u2028', '\u2029', '\u200E', '\u061C', '\u202E', '\u2066'])
        expect(parse(`a${odd}b`)).toBe(false)
    },
  )

  test('a device may have a name of any script, joined emoji included', () => {
    for (const name of ['Zoës iPad', 'טלפון', '密のphone', '👩‍👧 phone'])
      expect(Device.safeParse({ platform: 'ios', name }).success).toBe(true)
  })

  test.each(fields.filter(({ field }) => passwords.has(field)))(
    '$form: $field may have anything else, spaces and control characters included',
    ({ parse }) => {
      for (const odd of ['\n', '\t', ' ', '\u001B', 'ß', '密', '😀', '\u202E']) expect(parse(odd)).toBe(true)
    },
  )

  test.each(fields.filter(({ field }) => passwords.has(field)))(
    '$form: $field has no half of a character, which would arrive as another one',
    ({ parse }) => {
      for (const odd of ['\uD800', '\uDC00', 'a\uD83Db']) expect(parse(odd)).toBe(false)
    },
  )
})

describe('a blank domain', () => {
  test('means that the account’s default or the user name says it', () => {
    expect(Identity.safeParse({ username: 'CORP\\ana', domain: '' }).success).toBe(true)
  })
})

describe('what Microsoft brought back', () => {
  test('is tokens or an error, never both and never neither', () => {
    expect(EntraSignIn.safeParse({ idToken: 'a.b.c', error: 'x' }).success).toBe(false)
    expect(EntraSignIn.safeParse({ accessToken: 'a.b.c' }).success).toBe(false)
    expect(EntraSignIn.safeParse({ errorCodes: [1] }).success).toBe(false)
  })

  test('has tokens of token characters only', () => {
    for (const token of ['a b', 'a=b', 'a/b', 'a\r\nX: y', 'ä'])
      expect(EntraSignIn.safeParse({ idToken: token }).success).toBe(false)
  })

  test('has ten whole error numbers at most', () => {
    expect(EntraSignIn.safeParse({ error: 'x', errorCodes: Array(10).fill(1) }).success).toBe(true)
    expect(EntraSignIn.safeParse({ error: 'x', errorCodes: Array(11).fill(1) }).success).toBe(false)
    for (const odd of [1.5, 0, -1, 1_000_000_000, '53003'])
      expect(EntraSignIn.safeParse({ error: 'x', errorCodes: [odd] }).success).toBe(false)
  })

  test('has GUIDs for what Microsoft’s support asks for, and no other text', () => {
    const parse = (traceId: string) => EntraSignIn.safeParse({ error: 'x', traceId, correlationId: guid }).success
    expect(parse(guid)).toBe(true)
    for (const odd of ['', `${guid} `, guid.slice(1), guid.replaceAll('-', ''), 'call 555 0100 to go on'])
      expect(parse(odd)).toBe(false)
  })
})

describe('an account’s name in a URL', () => {
  test.each(['acme', 'a1', '42', 'new-entra-2-mfa', 'a'.repeat(40)])('%s', (name) => {
    expect(AccountName.safeParse(name).success).toBe(true)
    expect(isAccountName(name)).toBe(true)
  })

  test.each(['a', '', 'Acme', '-acme', 'acme-', 'a_b', 'a.b', 'a/b', 'a b', 'äcme', 'acme\n', 'a'.repeat(41)])(
    '%j is none',
    (name) => {
      expect(AccountName.safeParse(name).success).toBe(false)
      expect(isAccountName(name)).toBe(false)
    },
  )

  test.each(['api', 'redirect', 'demo', 'apple', 'windows', 'android', 'admin', 'assets'])('%s is reserved', (name) => {
    expect(reservedAccountNames).toContain(name)
    expect(AccountName.safeParse(name).success).toBe(false)
  })

  test('nothing that is reserved is one', () => {
    for (const name of reservedAccountNames) {
      expect(AccountName.safeParse(name).success).toBe(false)
      expect(isAccountName(name)).toBe(false)
    }
  })
})

describe('an enrollment request’s identifier', () => {
  test('has 22 base62 characters', () => {
    expect(RequestId.safeParse(request).success).toBe(true)
    for (const other of [request.slice(1), `${request}a`, request.replace('a', '-'), request.replace('a', 'ä')])
      expect(RequestId.safeParse(other).success).toBe(false)
  })
})

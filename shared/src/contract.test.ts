import { describe, expect, test } from 'vitest'
import { generalProblems, routes } from './contract.ts'
import { everyRoute } from './every-route.ts'
import { problemStatus } from './problem.ts'
import { pathOf, type Route } from './route.ts'

const states = [
  'password-expired',
  'password-must-change',
  'account-disabled',
  'account-expired',
  'sign-in-not-allowed',
]

/** The calls as the design's section 4 lists them, written out by hand: method and path, fields of the body, its own problems. */
const published: readonly (readonly [name: string, call: string, fields: string, problems: readonly string[]])[] = [
  ['profile', 'GET /api/accounts/{account}', '', ['unknown-account']],
  ['open', 'POST /api/enrollment', 'account request?', ['unknown-account']],
  ['current', 'GET /api/enrollment', '', ['no-enrollment']],
  ['extend', 'POST /api/enrollment/extend', '', []],
  ['startOver', 'DELETE /api/enrollment', '', []],
  ['identity', 'POST /api/enrollment/identity', 'username domain', ['unknown-domain']],
  [
    'credentials',
    'POST /api/enrollment/credentials',
    'username domain password',
    ['sign-in-failed', ...states, 'mfa-required', 'unknown-domain'],
  ],
  ['password', 'POST /api/enrollment/password', 'password', ['sign-in-failed', ...states]],
  [
    'newPassword',
    'POST /api/enrollment/new-password',
    'oldPassword newPassword',
    ['sign-in-failed', 'new-password-refused', 'account-disabled', 'account-expired', 'sign-in-not-allowed'],
  ],
  [
    'entraSignIn',
    'POST /api/enrollment/entra-sign-in',
    'idToken accessToken? | error errorCodes? traceId? correlationId?',
    ['token-rejected', 'identity-mismatch'],
  ],
  ['emailCode', 'POST /api/enrollment/email-code', 'code', ['code-wrong', 'code-expired', 'code-exhausted']],
  ['resend', 'POST /api/enrollment/email-code/resend', '', []],
  [
    'device',
    'POST /api/enrollment/device',
    'platform name? ownership? termsVersion?',
    [
      'terms-required',
      'platform-not-allowed',
      'device-limit',
      'idempotency-key-required',
      'idempotency-key-reused',
      'unconfirmed',
    ],
  ],
  ['offerHandOver', 'POST /api/enrollment/hand-over', '', []],
  ['handOver', 'GET /api/enrollment/hand-over', '', ['no-enrollment', 'hand-over-ended']],
  ['answerHandOver', 'POST /api/enrollment/hand-over/number', 'number', ['hand-over-ended', 'hand-over-number-wrong']],
  ['redeemHandOver', 'POST /api/hand-over', 'account code', ['unknown-account', 'hand-over-ended', 'hand-over-here']],
  ['takenHandOver', 'GET /api/hand-over', '', ['hand-over-ended']],
  ['continueHandOver', 'POST /api/hand-over/continue', '', ['hand-over-ended']],
  ['declineHandOver', 'POST /api/hand-over/decline', '', []],
]

const general = [
  'malformed',
  'forbidden-origin',
  'no-enrollment',
  'wrong-step',
  'handed-over',
  'in-progress',
  'too-large',
  'unsupported-media-type',
  'too-many-requests',
  'unavailable',
]

type Shaped = {
  readonly _zod: {
    readonly def: {
      readonly type: string
      readonly shape?: Readonly<Record<string, Shaped>>
      readonly options?: readonly Shaped[]
      readonly innerType?: Shaped
    }
  }
}

/** The fields of an object's schema as the table writes them, with `?` where one may be left out. */
const fieldsOf = ({ _zod: { def } }: Shaped): string =>
  def.options?.map(fieldsOf).join(' | ') ??
  Object.entries(def.shape ?? {})
    .map(([name, field]) => (field._zod.def.type === 'optional' ? `${name}?` : name))
    .join(' ')

const all: Readonly<Record<string, Route>> = everyRoute
const named = (name: string): Route => {
  const route = all[name]
  if (route === undefined) throw new Error(`the contract has no call ${name}`)
  return route
}

describe('the contract is the published one', () => {
  test('it has exactly these calls', () => {
    expect(Object.keys(everyRoute)).toEqual(published.map(([name]) => name))
    for (const [name, route] of Object.entries(everyRoute)) expect(route.name).toBe(name)
  })

  test.each(published)('%s is %s', (name, call) => {
    const { method, path } = named(name)
    expect(`${method} ${path}`).toBe(call)
  })

  test.each(published)('%s (%s) takes {%s}', (name, _call, fields) => {
    const { body } = named(name)
    expect(body === undefined ? '' : fieldsOf(body)).toBe(fields)
  })

  test.each(published)(
    '%s (%s) takes {%s} and may answer, beside the general ones, %j',
    (name, _call, _fields, problems) => {
      expect(named(name).problems.toSorted()).toEqual(problems.toSorted())
    },
  )

  test('any call may answer the general problems', () => {
    expect(generalProblems.toSorted()).toEqual(general.toSorted())
  })

  test('every problem of the list can come from some call', () => {
    const possible = new Set([
      ...generalProblems,
      ...Object.values(everyRoute).flatMap(({ problems }): readonly string[] => problems),
    ])
    expect([...possible].toSorted()).toEqual(Object.keys(problemStatus).toSorted())
  })

  test('only registering a device needs a header of its own', () => {
    for (const [name, route] of Object.entries(all))
      expect(route.headers ?? []).toEqual(name === 'device' ? ['Idempotency-Key'] : [])
  })

  test('no two calls are one', () => {
    const calls = Object.values(all).map(({ method, path }) => `${method} ${path}`)
    expect(new Set(calls).size).toBe(calls.length)
  })

  test('a call that changes something is never a GET, and no path carries a secret', () => {
    for (const { method, body, path } of Object.values(all)) {
      if (method === 'GET') expect(body).toBeUndefined()
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(path.includes('/accounts/') ? ['{account}'] : [])
    }
  })
})

describe('a path', () => {
  test('has its parameters filled in, percent-encoded', () => {
    expect(pathOf(routes.profile, { account: 'acme' })).toBe('/api/accounts/acme')
    expect(pathOf(routes.profile, { account: '../enrollment?x#y' })).toBe('/api/accounts/..%2Fenrollment%3Fx%23y')
    expect(pathOf(routes.open)).toBe('/api/enrollment')
  })
})

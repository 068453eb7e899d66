import { describe, expect, test } from 'vitest'
import { hasProblemCode, Problem, problemStatus } from './problem.ts'

/** The closed list, by status, written out by hand from the design's section 4. */
const published: Readonly<Record<number, readonly string[]>> = {
  400: ['malformed', 'idempotency-key-required'],
  401: ['sign-in-failed', 'token-rejected'],
  403: [
    'forbidden-origin',
    'password-expired',
    'password-must-change',
    'account-disabled',
    'account-expired',
    'sign-in-not-allowed',
    'mfa-required',
  ],
  404: ['unknown-account', 'no-enrollment', 'hand-over-ended'],
  409: [
    'wrong-step',
    'handed-over',
    'hand-over-here',
    'identity-mismatch',
    'terms-required',
    'platform-not-allowed',
    'device-limit',
    'in-progress',
  ],
  413: ['too-large'],
  415: ['unsupported-media-type'],
  422: [
    'unknown-domain',
    'new-password-refused',
    'code-wrong',
    'code-expired',
    'code-exhausted',
    'hand-over-number-wrong',
    'idempotency-key-reused',
  ],
  429: ['too-many-requests'],
  503: ['unavailable', 'unconfirmed'],
}

const problem = {
  type: 'urn:muster:problem:code-wrong',
  title: 'The code is not right.',
  status: 422,
  code: 'code-wrong',
  reference: 'ABCD-EFGH',
}

describe('problems', () => {
  test('are a closed list with one status each', () => {
    const byStatus = Object.entries(published).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)]))
    expect(problemStatus).toEqual(Object.fromEntries(byStatus))
  })

  test('name no server error but 503', () => {
    expect(Object.values(problemStatus).filter((status) => status > 503 || (status >= 500 && status < 503))).toEqual([])
  })

  test('have code and reference, and more where it helps', () => {
    expect(Problem.safeParse(problem).success).toBe(true)
    const more = {
      detail: 'd',
      triesLeft: 3,
      retryAfter: 60,
      link: 'https://example.test',
      restartAs: 'eva@corp.example.test',
    }
    expect(Problem.safeParse({ ...problem, ...more })).toEqual({ success: true, data: { ...problem, ...more } })
    for (const key of Object.keys(problem))
      expect(Problem.safeParse({ ...problem, [key]: undefined }).success).toBe(false)
  })

  test('a code that is not on the list is none, not even one that every object has', () => {
    for (const code of ['other', '', 'constructor', 'toString', '__proto__']) {
      expect(Problem.safeParse({ ...problem, code }).success).toBe(false)
      expect(hasProblemCode({ ...problem, code })).toBe(false)
    }
    expect(hasProblemCode(problem)).toBe(true)
  })
})

import { readFileSync } from 'node:fs'
import { EntraError, EntraReason } from '@muster/shared/entra-refusal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entraErrorIn, entraReasonFor, entraReasons } from './entra-reason.ts'
import { grantRefusal } from './grant-refusal.ts'

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('`', '').trim())

const published = readFileSync(new URL('../../../../docs/entra-errors.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map(cellsOf)

describe('docs/entra-errors.md and the code say the same', () => {
  test('every number of the document is in the code with its reason, and the other way round', () => {
    expect(Object.fromEntries(published.map(([number, _name, reason]) => [number, reason]))).toEqual(entraReasons)
    expect(new Set(published.map(([number]) => number)).size).toBe(published.length)
  })

  test.each(published)('%s (%s): %s, told in the existing workflow: %s', (number, _name, reason, told) => {
    const refusal = grantRefusal('invalid_grant', [Number(number)])
    const words = { yes: { reason }, 'as mfa-required': 'mfa-required' }[told ?? ''] ?? 'rejected'
    expect(refusal).toEqual(words)
  })
})

describe('the reason that is told', () => {
  test.each([
    ['access_denied', [], 'cancelled'],
    ['access_denied', [65004], 'cancelled'],
    ['access_denied', [53003], 'blocked-by-policy'],
    // A refusal that nobody here knows is not the person's own doing.
    ['access_denied', [59_999], 'unknown'],
    ['invalid_grant', [59_999, 50105], 'not-assigned'],
    ['interaction_required', [53000, 50076], 'device-not-managed'],
    ['interaction_required', [], 'second-check'],
    ['server_error', [], 'trouble'],
    ['temporarily_unavailable', [], 'trouble'],
    ['unauthorized_client', [700016], 'misconfigured'],
    ['other', [], 'unknown'],
  ] as const)('%s %j: %s', (error, codes, reason) => {
    expect(entraReasonFor(error, codes)).toBe(reason)
  })

  test('is one of the list, whatever a browser sends', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (text, codes) => {
        const error = entraErrorIn(text)
        expect(EntraError.options).toContain(error)
        expect(EntraReason.options).toContain(entraReasonFor(error, codes))
      }),
    )
  })

  test.each(['__proto__', 'constructor', 'toString', 'ACCESS_DENIED', 'access_denied\n'])('%j is no error', (text) => {
    expect(entraErrorIn(text)).toBe('other')
  })
})

describe('of the password grant', () => {
  test.each([50034, 50126, 50053, 50055, 50056, 50057, 50144, 80001, 59_999])(
    'AADSTS%i reads as a wrong password: Entra may tell it with any',
    (code) => {
      expect(grantRefusal('invalid_grant', [code])).toBe('rejected')
    },
  )

  test.each([
    ['unauthorized_client', [700016], { reason: 'misconfigured' }],
    ['invalid_client', [7000218], { reason: 'misconfigured' }],
    ['invalid_request', [50076], 'unavailable'],
    ['temporarily_unavailable', [], 'unavailable'],
    ['other', [50126], 'unavailable'],
  ] as const)('%s %j is no word about the person', (error, codes, told) => {
    expect(grantRefusal(error, codes)).toEqual(told)
  })
})

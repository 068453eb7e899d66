import { describe, expect, test } from 'vitest'
import { codeDigits } from '@muster/shared/code-digits'
import { countTry, formatCode, issueCode, triesLeft, typedCode } from './email-code.ts'

const minute = 60_000
const issued = issueCode('code-1', 'digest', { lifetime: 10 * minute, tries: 5, resendAfter: minute }, 1000)

describe('a code', () => {
  test('has eight digits, leading zeros kept', () => {
    expect(codeDigits).toBe(8)
    expect([0, 7, 12_345_678, 99_999_999].map(formatCode)).toEqual(['00000000', '00000007', '12345678', '99999999'])
  })

  test('begins unused and untried, and ends with its lifetime', () => {
    expect(issued).toEqual({
      id: 'code-1',
      digest: 'digest',
      issuedAt: 1000,
      expiresAt: 1000 + 10 * minute,
      tries: 0,
      triesAllowed: 5,
    })
    expect(triesLeft(issued)).toBe(5)
  })

  test.each([
    ['12345678', '12345678'],
    [' 1234 5678 ', '12345678'],
    ['1234-5678', '12345678'],
    ['1234–5678', '12345678'],
    ['1234\u00A05678', '12345678'],
    ['１２３４５６７８', '12345678'],
    ['1234\t5678\n', '12345678'],
    ['١٢٣٤ ٥٦٧٨', '12345678'],
    ['१२३४५६७८', '12345678'],
    ['\u20681234 5678\u2069', '12345678'],
  ])('typed or pasted as %j reads %s', (typed, digits) => {
    expect(typedCode(typed)).toBe(digits)
  })

  test('keeps what is no digit, space or dash, so that it cannot pass for a code', () => {
    expect(typedCode('1234x5678')).toBe('1234x5678')
    expect(typedCode('code: 12345678')).toBe('code:12345678')
  })
})

describe('counting a try', () => {
  test('comes before any comparison, and leaves the rest of the code as it was', () => {
    expect(countTry(issued, 2000)).toEqual({ kind: 'counted', code: { ...issued, tries: 1 } })
  })

  test('the last of the lifetime counts, its end does not', () => {
    expect(countTry(issued, issued.expiresAt - 1).kind).toBe('counted')
    expect(countTry(issued, issued.expiresAt).kind).toBe('expired')
  })

  test('the fifth try counts, the sixth does not', () => {
    expect(countTry({ ...issued, tries: 4 }, 2000).kind).toBe('counted')
    expect(countTry({ ...issued, tries: 5 }, 2000).kind).toBe('exhausted')
  })

  test('a used code is used, whatever else is true of it', () => {
    expect(countTry({ ...issued, usedAt: 1500 }, 2000)).toEqual({ kind: 'used' })
    expect(countTry({ ...issued, usedAt: 1500, tries: 5 }, issued.expiresAt)).toEqual({ kind: 'used' })
  })

  test('tries left are never fewer than none', () => {
    expect(triesLeft({ ...issued, tries: 9 })).toBe(0)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digitsIn, withPlainDigits } from './code-digits.ts'

/** Every way of the platform's to write ten digits, by its own formatter. */
const scripts = Intl.supportedValuesOf('numberingSystem').flatMap((numberingSystem) => {
  const { format } = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false })
  const digits = Array.from({ length: 10 }, (_, digit) => format(digit))
  return digits.every((digit) => /^\p{Nd}$/u.test(digit)) ? [{ numberingSystem, digits }] : []
})

const code = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 }).map((digits) => digits.join(''))
const script = fc.constantFrom(...scripts)
const gap = fc.constantFrom('', '', '', ' ', '\u00A0', '\u202F', '-', '–', ' - ', '\u200B', '\u2068', '\u2009')
const words = fc.constantFrom('Your code is', 'Ihr Code:', 'رمزك هو', '認証コード', 'iPhone', '—', '(no.)', '')

test('the platform writes digits in many scripts', () => {
  expect(scripts.length).toBeGreaterThan(50)
})

test.each(scripts)('digits in $numberingSystem are digits', ({ digits }) => {
  expect(withPlainDigits(digits.join(''))).toBe('0123456789')
})

test('a code is found in any script, with spaces, dashes and unseen marks between its digits', () => {
  fc.assert(
    fc.property(code, script, fc.array(gap, { minLength: 7, maxLength: 7 }), (wanted, { digits }, gaps) => {
      const typed = [...wanted].map((digit, index) => (digits[Number(digit)] ?? '') + (gaps[index] ?? '')).join('')
      expect(digitsIn(typed)).toBe(wanted)
    }),
  )
})

test('a code is found among words', () => {
  fc.assert(
    fc.property(code, words, words, script, (wanted, before, after, { digits }) => {
      const [left, right] = [wanted.slice(0, 4), wanted.slice(4)].map((half) =>
        [...half].map((digit) => digits[Number(digit)]).join(''),
      )
      expect(digitsIn(`${before} ${left} ${right} ${after}`)).toBe(wanted)
      expect(digitsIn(`${before}\n${left}${right}\n${after}`)).toBe(wanted)
    }),
  )
})

test('nothing but digits is ever found, and what has none has none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(digitsIn(text)).toMatch(/^[0-9]*$/)
    }),
  )
  expect(digitsIn('Your code is on its way')).toBe('')
})

describe('what people paste', () => {
  const mail = `Your Acme enrollment code

    0123 4567

It works once, for 10 minutes.

Asked for on November 24, 2026 at 9:05 AM UTC, to enroll a device (Android) with Acme. Reference 2345-6789.

If this was not you, do nothing and tell your IT: help@acme.example, +1 555 0100.`

  test.each([
    ['Your code is 1234 5678', '12345678'],
    ['12345678 is your Acme enrollment code (no. 2)', '12345678'],
    ['Code 1234-5678, valid for 10 minutes', '12345678'],
    ['1 2 3 4 5 6 7 8', '12345678'],
    ['12 34 56 78.', '12345678'],
    ['１２３４５６７８', '12345678'],
    ['١٢٣٤ ٥٦٧٨', '12345678'],
    ['\u20681234 5678\u2069', '12345678'],
    ['5 1234 5678', '12345678'],
    [mail, '01234567'],
    ['1234 567', '1234567'],
    ['123456789', '123456789'],
    ['1234\n5678', '12345678'],
    ['', ''],
  ])('%j is %j', (pasted, digits) => {
    expect(digitsIn(pasted)).toBe(digits)
  })
})

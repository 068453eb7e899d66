import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countTry, type EmailCode, formatCode, issueCode, typedCode } from './email-code.ts'

type Attempt = { readonly after: number; readonly right: boolean }

const rules = fc.record({
  lifetime: fc.integer({ min: 1, max: 600_000 }),
  tries: fc.integer({ min: 1, max: 6 }),
  resendAfter: fc.constant(60_000),
})
const attempts = fc.array(fc.record({ after: fc.integer({ min: 0, max: 200_000 }), right: fc.boolean() }), {
  maxLength: 12,
})

/** As the use case does: count, compare, and mark as used what was right. */
const verify = (
  code: EmailCode,
  right: boolean,
  now: number,
): { readonly code: EmailCode; readonly worked: boolean } => {
  const counted = countTry(code, now)
  if (counted.kind !== 'counted') return { code, worked: false }
  return right ? { code: { ...counted.code, usedAt: now }, worked: true } : { code: counted.code, worked: false }
}

const play = (first: EmailCode, all: readonly Attempt[]) => {
  let code = first
  let now = first.issuedAt
  return all.map(({ after, right }) => {
    now += after
    const before = code
    const outcome = verify(code, right, now)
    code = outcome.code
    return { worked: outcome.worked, right, now, before }
  })
}

test('a code works at most once, never after its lifetime, never after the last attempt', () => {
  fc.assert(
    fc.property(rules, fc.nat(), attempts, (settings, start, all) => {
      const played = play(issueCode('code', 'digest', settings, start), all)
      expect(played.filter(({ worked }) => worked).length).toBeLessThanOrEqual(1)
      for (const [index, { worked, right, now }] of played.entries()) {
        if (!worked) continue
        expect(right).toBe(true)
        expect(now).toBeLessThan(start + settings.lifetime)
        // Everything before it was within the lifetime too, and counted.
        expect(index).toBeLessThan(settings.tries)
      }
    }),
  )
})

test('the first right attempt works as long as the code lives and a try is left', () => {
  fc.assert(
    fc.property(rules, fc.nat(), attempts, (settings, start, all) => {
      const played = play(issueCode('code', 'digest', settings, start), all)
      const index = played.findIndex(({ right }) => right)
      const first = played[index]
      if (first === undefined) return
      expect(first.worked).toBe(index < settings.tries && first.now < start + settings.lifetime)
    }),
  )
})

test('no attempt is free: as long as a code lives and is unused, each one takes a try until none is left', () => {
  fc.assert(
    fc.property(rules, attempts, (settings, all) => {
      const wrong = all.map(({ after }) => ({ after, right: false }))
      for (const [index, { before, now }] of play(issueCode('code', 'digest', settings, 0), wrong).entries()) {
        if (now < settings.lifetime) expect(before.tries).toBe(Math.min(index, settings.tries))
      }
    }),
  )
})

test('a code is read as it was written, however its digits are spaced', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999 }),
      fc.array(fc.constantFrom(' ', '-', '\u00A0', ''), { minLength: 8, maxLength: 8 }),
      (random, gaps) => {
        const code = formatCode(random)
        expect(code).toMatch(/^\d{8}$/)
        expect(typedCode([...code].map((digit, index) => digit + (gaps[index] ?? '')).join(''))).toBe(code)
      },
    ),
  )
})

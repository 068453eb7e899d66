import { describe, expect, test } from 'vitest'
import { systemChance, systemClock } from './system.ts'

const many = <T>(make: () => T): Set<T> => new Set(Array.from({ length: 2_000 }, make))

describe('chance', () => {
  test.each([
    ['id', () => systemChance.id(), /^[0-9a-f]{32}$/],
    ['nonce', () => systemChance.nonce(), /^[\w-]{43}$/],
    ['reference', () => systemChance.reference(), /^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/],
  ])('%s is never the same twice, and always of its shape', (_what, make, shape) => {
    const made = many(make)
    expect(made.size).toBe(2_000)
    for (const one of made) expect(one).toMatch(shape)
  })

  test('number reaches every value below its end and no other', () => {
    expect([...many(() => systemChance.number(7))].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect([...many(() => systemChance.number(1))]).toEqual([0])
  })

  test('number favours no value, also where the range does not divide 2^32', () => {
    const below = 3 * 2 ** 30
    // A remainder of 2^32 would fall into the first third half of the time.
    const low = Array.from({ length: 3_000 }, () => systemChance.number(below)).filter(
      (drawn) => drawn < 2 ** 30,
    ).length
    expect(low).toBeGreaterThan(850)
    expect(low).toBeLessThan(1_150)
  })
})

test('a reference favours no letter', () => {
  const drawn = Array.from({ length: 2_000 }, () => systemChance.reference().replace('-', '')).join('')
  // 16 of the 30, which the remainders of a byte's last 16 values would fall to: 9,000 of 16,000, and not 8,533.
  const low = [...drawn].filter((letter) => '23456789ABCDEFGH'.includes(letter)).length
  expect(low).toBeGreaterThan(8_200)
  expect(low).toBeLessThan(8_850)
})

test('the clock is in milliseconds and goes on', () => {
  const before = Date.now()
  const now = systemClock.now()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
})

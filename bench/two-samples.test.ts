import { describe, expect, test } from 'vitest'
import { compareSamples, differ } from './two-samples.ts'

/** The same numbers on every machine (a linear congruential generator, Numerical Recipes section 7.1). */
const uniform = (count: number, seed: number, from = 0): readonly number[] => {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (1_664_525 * state + 1_013_904_223) % 2 ** 32
    return from + (50 * state) / 2 ** 32
  })
}

/** Values of SciPy 1.x: `mannwhitneyu(…, method='asymptotic')`, `ks_2samp(…)`. */
describe('two samples', () => {
  test('of few values', () => {
    const a = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    const found = compareSamples(a, [1.15, 0.88, 0.9, 0.74, 1.21])
    expect(found.medians).toEqual([1.415, 0.9])
    expect(found.larger).toBeCloseTo(0.3)
    expect(found.byRank).toBeCloseTo(0.2446, 4)
    expect(found.distance).toBeCloseTo(0.6)
  })

  test('with ties, which are ranked in their middle', () => {
    const found = compareSamples([1, 2, 2, 3, 3, 3], [2, 3, 3, 4, 4, 5])
    expect(found.larger).toBeCloseTo(29 / 36)
    expect(found.byRank).toBeCloseTo(0.0784, 4)
  })

  test('of many values', () => {
    const found = compareSamples(uniform(500, 1), uniform(500, 2, 2))
    expect(found.larger).toBeCloseTo(135_460 / 250_000)
    expect(found.byRank).toBeCloseTo(0.022, 3)
    expect(found.distance).toBeCloseTo(0.074)
    expect(found.byDistribution).toBeCloseTo(0.126, 2)
  })

  test('that are equal say nothing at all', () => {
    expect(compareSamples([5, 5, 5], [5, 5, 5])).toEqual({
      medians: [5, 5],
      larger: 0.5,
      byRank: 1,
      distance: 0,
      byDistribution: 1,
    })
  })

  test('of one distribution do not differ', () => {
    const found = compareSamples(uniform(500, 1), uniform(500, 2))
    expect(found.byRank).toBeGreaterThan(0.01)
    expect(found.byDistribution).toBeGreaterThan(0.01)
    expect(differ(found)).toBe(false)
  })

  test('ten milliseconds apart differ', () => {
    expect(differ(compareSamples(uniform(500, 1), uniform(500, 2, 10)))).toBe(true)
  })

  test('apart for sure, but by too little for any use, do not', () => {
    const found = compareSamples(uniform(20_000, 1), uniform(20_000, 2, 2))
    expect(found.byRank).toBeLessThan(0.01)
    expect(differ(found)).toBe(false)
  })

  test('of one middle and another width differ', () => {
    const narrow = uniform(500, 2).map((value) => 25 + (value - 25) / 10)
    const found = compareSamples(uniform(500, 1), narrow)
    expect(found.byRank).toBeCloseTo(0.066, 2)
    expect(found.distance).toBeCloseTo(0.496)
    expect(differ(found)).toBe(true)
  })
})

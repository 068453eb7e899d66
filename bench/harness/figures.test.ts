import { describe, expect, test } from 'vitest'
import { percentilesOf, shown, shownSpread, spreadOf } from './figures.ts'

describe('figures', () => {
  test('rounds are told by their middle and their ends', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, rounds: 3 })
    expect(spreadOf([4, 1])).toMatchObject({ median: 2.5 })
    expect(() => spreadOf([])).toThrow()
  })

  test('the hundredth-slowest is the 99th percentile, in whatever order they came', () => {
    const times = Array.from({ length: 1000 }, (_, index) => ((index * 7) % 1000) + 1)
    const { p50, p99 } = percentilesOf(times)
    expect(p50).toBeCloseTo(500.5, 0)
    expect(p99).toBeGreaterThanOrEqual(990)
    expect(p99).toBeLessThanOrEqual(991)
  })

  test('three digits count', () => {
    expect([0.1234, 12.34, 123.4, undefined, Number.NaN].map(shown)).toEqual(['0.12', '12.3', '123', '–', '–'])
    expect(shownSpread(spreadOf([5, 4, 6]))).toBe('5.00 (4.00–6.00)')
    expect(shownSpread(spreadOf([5]))).toBe('5.00')
  })
})

/** How two samples of one measure differ. */
export type Comparison = {
  readonly medians: readonly [number, number]
  /** Chance that one of the second sample is larger than one of the first; ½ when nothing can be told. */
  readonly larger: number
  /** Mann–Whitney U, two-sided. */
  readonly byRank: number
  /** Largest distance between the two distributions, and Kolmogorov–Smirnov's probability of it, two-sided. */
  readonly distance: number
  readonly byDistribution: number
}

const sorted = (sample: readonly number[]): readonly number[] => sample.toSorted((a, b) => a - b)

const median = (sample: readonly number[]): number => {
  const ordered = sorted(sample)
  const middle = ordered.length / 2
  return ((ordered[Math.ceil(middle) - 1] ?? 0) + (ordered[Math.floor(middle)] ?? 0)) / 2
}

/** 1 − Φ(z) for z ≥ 0, to 10⁻⁷ (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17). */
const upperTail = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * z)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series
}

/** Of values in order: how many are equal to each, and the mean of their ranks. */
const ranksOf = (ordered: readonly number[]) => {
  const ranks = new Map<number, { readonly rank: number; readonly count: number }>()
  for (let first = 0, next = 0; first < ordered.length; first = next) {
    while (next < ordered.length && ordered[next] === ordered[first]) next += 1
    ranks.set(ordered[first] ?? 0, { rank: (first + 1 + next) / 2, count: next - first })
  }
  return ranks
}

/** Mann and Whitney 1947, normal approximation with the correction for ties (Lehmann, Nonparametrics, 1975, section 1.4). */
const mannWhitney = (a: readonly number[], b: readonly number[]) => {
  const [m, n] = [a.length, b.length]
  const ranks = ranksOf(sorted([...a, ...b]))
  const u = b.reduce((sum, value) => sum + (ranks.get(value)?.rank ?? 0), 0) - (n * (n + 1)) / 2
  const ties = [...ranks.values()].reduce((sum, { count }) => sum + count ** 3 - count, 0)
  const variance = ((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1)))
  // Half a step towards the middle, since U jumps by whole ones.
  const z = variance === 0 ? 0 : Math.max(0, Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt(variance)
  return { larger: u / (m * n), byRank: z === 0 ? 1 : 2 * upperTail(z) }
}

/** Smirnov 1948, with the correction for finite samples of Stephens 1970 (Numerical Recipes, section 14.3). */
const kolmogorovSmirnov = (a: readonly number[], b: readonly number[]) => {
  const [x, y] = [sorted(a), sorted(b)]
  let [i, j, distance] = [0, 0, 0]
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i] ?? 0, y[j] ?? 0)
    while (i < x.length && (x[i] ?? 0) <= value) i += 1
    while (j < y.length && (y[j] ?? 0) <= value) j += 1
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length))
  }
  const size = Math.sqrt((x.length * y.length) / (x.length + y.length))
  const lambda = (size + 0.12 + 0.11 / size) * distance
  if (lambda < 0.2) return { distance, byDistribution: 1 }
  const terms = Array.from(
    { length: 100 },
    (_, k) => (k % 2 === 0 ? 2 : -2) * Math.exp(-2 * (k + 1) ** 2 * lambda ** 2),
  )
  const sum = terms.reduce((total, term) => total + term, 0)
  return { distance, byDistribution: Math.min(1, Math.max(0, sum)) }
}

/** Compares two samples of some 20 values or more each. */
export const compareSamples = (a: readonly number[], b: readonly number[]): Comparison => ({
  medians: [median(a), median(b)],
  ...mannWhitney(a, b),
  ...kolmogorovSmirnov(a, b),
})

/**
 * Probability below which chance is no explanation, and the least difference that anybody could use: of medians in ms, or
 * of the distributions, by which one try tells two people apart in (1 + distance) / 2 of all cases.
 */
export const relevance = { alpha: 0.01, median: 5, distance: 0.15 } as const

/** Whether they differ by more than chance explains, and by so much that it matters. */
export const differ = ({ medians, distance, byRank, byDistribution }: Comparison): boolean =>
  Math.min(byRank, byDistribution) < relevance.alpha &&
  (Math.abs(medians[0] - medians[1]) > relevance.median || distance > relevance.distance)

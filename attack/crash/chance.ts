/** Random choices that one number decides: whoever has the seed makes the same ones again. */
export type Chance = {
  /** From 0 up to, but not, `limit`. */
  below(limit: number): number
  /** True in this share of all cases. */
  happens(share: number): boolean
  oneOf<T>(choices: readonly [T, ...T[]]): T
  /** Another source of choices that goes its own way. */
  branch(number: number): Chance
}

/** Mulberry32: small, and even enough for picking moments. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Starts from `seed`, a whole number. */
export const createChance = (seed: number): Chance => {
  const next = generator(seed)
  return {
    below: (limit) => Math.floor(next() * limit),
    happens: (share) => next() < share,
    oneOf: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    branch: (number) => createChance(Math.imul(seed + 1, 2_654_435_761) + number),
  }
}

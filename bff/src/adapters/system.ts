import type { Chance } from '../ports/chance.ts'
import type { Clock } from '../ports/clock.ts'
import { toBase64url } from './base64url.ts'

/** Without 0 1 I L O U: nothing to confuse when a reference is read out (after Crockford's base 32). */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

const bytes = (count: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(count))

/** Uniform in [0, below), by rejection: a remainder would favour small numbers. `below` ≤ 2^32. */
const number = (below: number): number => {
  const limit = Math.floor(2 ** 32 / below) * below
  for (;;) {
    const [drawn = limit] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < limit) return drawn % below
  }
}

/** One drawing for all of them. The last values of a byte would favour the first letters, so they are drawn again. */
const lettersDrawn = (count: number): string => {
  const even = 256 - (256 % letters.length)
  let drawn = ''
  while (drawn.length < count)
    for (const byte of bytes(2 * count))
      if (byte < even && drawn.length < count) drawn += letters[byte % letters.length] ?? ''
  return drawn
}

/** Randomness of the platform's generator, on every runtime. */
export const systemChance: Chance = {
  id: () => Array.from(bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  nonce: () => toBase64url(bytes(32)),
  reference: () => {
    const drawn = lettersDrawn(8)
    return `${drawn.slice(0, 4)}-${drawn.slice(4)}`
  },
  number,
}

/** This process's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** Time that nobody sets back, for what only measures how long ago something was. */
export const monotonicClock: Clock = { now: () => performance.now() }

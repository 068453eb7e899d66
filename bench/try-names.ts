import { randomInt } from 'node:crypto'
import type { Arena } from '@muster/attack/world/arena'
import type { Counters, Pair } from './classes.ts'
import { comparable, newStranger, type RawAnswer } from './stranger.ts'

export type Call = 'identity' | 'password' | 'credentials'
export type Mode = 'free' | 'throttled'
export type Known = keyof Pair
export type Try = { readonly known: Known; readonly answer: RawAnswer; readonly shape: string }

type Scene = { readonly arena: Arena; readonly pairs: readonly Pair[]; readonly counters: Counters }

/**
 * Where names are throttled at `identity`, by name and address: some for each name, in turn, since one address may name
 * only so many people a minute.
 */
const spentAddress = (username: string, turn: number): string => {
  const name = [...username].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 250, 0)
  return `198.19.${turn % 8}.${name + 1}`
}

const tryOnce = async (arena: Arena, call: Call, mode: Mode, username: string, turn: number): Promise<RawAnswer> => {
  const stranger = newStranger({ pages: arena.origin, portal: arena.portal.origin })
  if (call === 'credentials') {
    await stranger.open('existing-ad-1')
    return stranger.credentials(username)
  }
  await stranger.open('new-ad-1')
  if (call === 'identity')
    return stranger.identity(username, mode === 'throttled' ? spentAddress(username, turn) : undefined)
  await stranger.identity(username)
  return stranger.password()
}

/** As many tries of each class, in a random order that is drawn anew. */
const shuffled = (count: number): readonly Known[] => {
  const order: Known[] = Array.from({ length: 2 * count }, (_, index) => (index % 2 === 0 ? 'known' : 'unknown'))
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = randomInt(last + 1)
    ;[order[last], order[chosen]] = [order[chosen] ?? 'known', order[last] ?? 'known']
  }
  return order
}

const expected: Readonly<Record<Mode, Readonly<Record<Call, number>>>> = {
  free: { identity: 200, password: 401, credentials: 401 },
  throttled: { identity: 429, password: 429, credentials: 429 },
}

/** So many tries of each class at one call, the pairs beside each other. @throws at an answer of another status than this mode has. */
export const tryNames = async (
  { arena, pairs, counters }: Scene,
  { call, mode, tries }: { readonly call: Call; readonly mode: Mode; readonly tries: number },
): Promise<readonly Try[]> => {
  const share = Math.ceil(tries / pairs.length)
  const spend = async (username: string): Promise<void> => {
    counters.forgetFailures(username)
    // One more than the most that any limit on a name allows
    if (mode === 'throttled')
      for (let spent = 0; spent < 11; spent += 1) await tryOnce(arena, call, mode, username, spent)
  }
  await Promise.all(pairs.flatMap(({ known, unknown }) => [spend(known), spend(unknown)]))
  if (mode === 'throttled') counters.holdSpent()
  const each = await Promise.all(
    pairs.map(async (pair) => {
      const done: Try[] = []
      for (const [turn, known] of shuffled(share).entries()) {
        const username = pair[known]
        if (mode === 'free') counters.forgetFailures(username)
        const answer = await tryOnce(arena, call, mode, username, turn)
        if (answer.status !== expected[mode][call])
          throw new Error(`${call}, ${mode}: ${answer.status} for ${username}:\n${answer.text}`)
        done.push({ known, answer, shape: comparable(answer, username) })
      }
      return done
    }),
  )
  return each.flat()
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Arena } from '../world/arena.ts'
import { checkStore } from './check-store.ts'
import { createChance } from './chance.ts'
import { type Load, startLoad } from './load.ts'
import { type LoadArenaOptions, startLoadArena } from './load-arena.ts'
import { keepAliveWire } from './wire.ts'

export type SoakOptions = Pick<LoadArenaOptions, 'engine' | 'directory'> & {
  readonly rounds: number
  readonly seed: number
  /** Hears of every round. */
  readonly report: (line: string) => void
}

export type SoakResult = {
  readonly rounds: number
  readonly requests: number
  /** Killed in the middle of these. */
  readonly cutOff: number
  /** Answered by an apology, 5xx. */
  readonly sorry: number
  readonly enrollments: number
  readonly devices: number
  /** Broken invariants, answers that cannot be true together, and errors that the portal itself did not expect. */
  readonly violations: readonly string[]
}

/** One life of the portal: it serves for a while, dies in the middle of it, and what it leaves is looked through. */
const killOnce = async ({ portal, directStore }: Arena, load: Load, lifetime: number): Promise<readonly string[]> => {
  await pause(lifetime)
  await portal.kill()
  const { broken } = await checkStore(directStore, load.journal.entries())
  await portal.start()
  return [...broken, ...load.journal.complaints]
}

/** Kills the portal under load again and again, until the rounds are over or something is wrong. */
export const soak = async ({ engine, rounds, seed, directory, report }: SoakOptions): Promise<SoakResult> => {
  const name = `crash-${engine}`
  const { arena, enrollees, stop } = await startLoadArena({ name, engine, directory })
  const wire = keepAliveWire(() => arena.portal.origin)
  try {
    const chance = createChance(seed)
    const moments = chance.branch(-1)
    const { mailbox, origin } = arena
    const load = startLoad({ mailbox, keys: arena.entra.keys, origin, wire, enrollees, chance })
    let violations: readonly string[] = []
    let round = 0
    while (round < rounds && violations.length === 0) {
      round += 1
      violations = await killOnce(arena, load, 200 + moments.below(2_300))
      report(`round ${round}: ${load.requests} requests, ${load.cutOff} cut off, ${violations.length} violations`)
    }
    await pause(1_000)
    await load.stop()
    const { broken, enrollments, devices } = await checkStore(arena.directStore, load.journal.entries())
    const { requests, cutOff, sorry, journal } = load
    const unexpected = (await arena.portal.log()).split('\n').filter((line) => line.includes('unexpected error'))
    violations = [...broken, ...journal.complaints, ...unexpected]
    return { rounds: round, requests, cutOff, sorry, enrollments, devices, violations }
  } finally {
    wire.close()
    await stop()
  }
}

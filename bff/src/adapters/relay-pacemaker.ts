import type { Chance } from '../ports/chance.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ask } from './relay-client.ts'
import { relayCalls } from './relay-calls.ts'

export type PacemakerOptions = {
  readonly ask: Ask
  readonly clock: Clock
  readonly chance: Chance
  /** Told when the portal stops answering and when it does again, once each. */
  readonly log: (event: { readonly portal: 'answers' | 'is silent'; readonly because?: string }) => void
  /** Waits, or less where `signal` says so. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

export type Pacemaker = {
  /** Resolves when the call under way is answered. */
  readonly stop: () => Promise<void>
}

/** ms between calls, and after failures at most; between looks for what is past its use. */
const every = 2_000
const longest = 60_000
const upkeepEvery = 5 * 60_000

/**
 * Calls upon a portal that has no background work of its own: at each call it sends the mail that is due, gives up mails
 * past their use and seals its audit, and now and then drops rows that are past theirs. Both ends may be asked in vain:
 * nothing is lost by that.
 */
export const startPacemaker = ({ ask, clock, chance, log, pause }: PacemakerOptions): Pacemaker => {
  const { path, patience, answer } = relayCalls.tend
  const stopping = new AbortController()
  let failures = 0
  let upkeepAt = clock.now()

  /** How long to wait for the next call, ms. */
  const beat = async (): Promise<number> => {
    const upkeep = clock.now() >= upkeepAt
    const asked = await ask(path, { upkeep }, patience)
    const parsed = asked.kind === 'answered' ? answer.safeParse(asked.answer).data : undefined
    if (parsed === undefined) {
      failures += 1
      if (failures === 1)
        log({ portal: 'is silent', because: asked.kind === 'answered' ? 'another shape' : asked.because })
      const wait = Math.min(longest, every * 2 ** Math.min(failures, 10))
      return wait / 2 + chance.number(wait / 2)
    }
    if (failures > 0) log({ portal: 'answers' })
    failures = 0
    if (upkeep) upkeepAt = clock.now() + upkeepEvery
    return parsed.more ? 0 : every / 2 + chance.number(every)
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) await pause(await beat(), stopping.signal)
  }
  const running = run()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

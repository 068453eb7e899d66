import type { Clock } from '../ports/clock.ts'

/** When a dependency is given up, and for how long. Times in ms. */
export type BreakerRules = {
  /** Failures in a row. */
  readonly straight: number
  /** Or this share of the calls within `within`, where there were at least `least`. */
  readonly share: number
  readonly least: number
  readonly within: number
  readonly open: number
}

/** STANDARD 10. */
const standardBreakerRules: BreakerRules = {
  straight: 5,
  share: 0.5,
  least: 20,
  within: 30_000,
  open: 15_000,
}

export type BreakerOptions = {
  readonly rules?: BreakerRules
  /** Only differences count. */
  readonly clock: Clock
  /** Asks the dependency something harmless; true when it is back. Never a call of a person's. */
  readonly probe: () => Promise<boolean>
  readonly onChange: (state: 'open' | 'closed', because: string) => void
}

export type Breaker = {
  /** Open, and not yet to be probed: whoever asks now is refused at once. */
  isShut(): boolean
  /** Whether a call may be made. Once the time is over the first to ask starts the one probe; all who come meanwhile wait for it. */
  admit(): Promise<boolean>
  /** What became of an admitted call. */
  report(succeeded: boolean, because?: string): void
  /** It is not used any more: an open one is told as closed, and nothing is told after that. */
  discard(because: string): void
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'probing'; readonly answer: Promise<boolean> }

const tick = 1_000
type Tally = { readonly tick: number; calls: number; failures: number }

/** Calls and failures within the last while, by the second: its size does not grow with the traffic. */
const createTallies = (within: number, clock: Clock) => {
  let tallies: Tally[] = []
  return {
    count: (failed: boolean): { calls: number; failures: number } => {
      const now = Math.floor(clock.now() / tick)
      tallies = tallies.filter((tally) => tally.tick > now - within / tick)
      if (tallies.at(-1)?.tick !== now) tallies.push({ tick: now, calls: 0, failures: 0 })
      const present = tallies.at(-1)
      if (present !== undefined) {
        present.calls += 1
        present.failures += failed ? 1 : 0
      }
      const sum = (of: 'calls' | 'failures') => tallies.reduce((total, tally) => total + tally[of], 0)
      return { calls: sum('calls'), failures: sum('failures') }
    },
    clear: () => void (tallies = []),
  }
}

/** A circuit breaker that is closed until told of enough failures (docs/decisions/0012). */
export const createBreaker = ({ rules = standardBreakerRules, clock, probe, onChange }: BreakerOptions): Breaker => {
  let state: State = { kind: 'closed' }
  let straight = 0
  let isDiscarded = false
  const tallies = createTallies(rules.within, clock)
  const tell = (to: 'open' | 'closed', because: string): void => {
    if (!isDiscarded) onChange(to, because)
  }

  const open = (): void => {
    state = { kind: 'open', until: clock.now() + rules.open }
  }
  const close = (): void => {
    state = { kind: 'closed' }
    straight = 0
    tallies.clear()
    tell('closed', 'the probe was answered')
  }
  const startProbe = (): Promise<boolean> => {
    const answer = probe().then(
      (isBack) => isBack,
      () => false,
    )
    const settled = answer.then((isBack) => {
      if (isBack) close()
      else open()
      return isBack
    })
    state = { kind: 'probing', answer: settled }
    return settled
  }

  return {
    isShut: () => state.kind === 'open' && clock.now() < state.until,
    admit: async () => {
      if (state.kind === 'closed') return true
      if (state.kind === 'probing') return state.answer
      return clock.now() < state.until ? false : startProbe()
    },
    report: (succeeded, because = 'no answer') => {
      // What began before the breaker opened says nothing of now.
      if (state.kind !== 'closed') return
      straight = succeeded ? 0 : straight + 1
      const { calls, failures } = tallies.count(!succeeded)
      if (succeeded) return
      if (straight < rules.straight && (calls < rules.least || failures < rules.share * calls)) return
      open()
      tell('open', because)
    },
    discard: (because) => {
      if (state.kind !== 'closed') tell('closed', because)
      isDiscarded = true
    },
  }
}

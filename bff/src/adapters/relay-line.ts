import type { OnBreaker } from '../ports/breaker-event.ts'
import type { Clock } from '../ports/clock.ts'
import { createBreaker } from './breaker.ts'
import { type RelayCall, relayCalls } from './relay-calls.ts'
import type { Ask } from './relay-client.ts'

/** `asked`: whether the relay may have done what it was asked (STANDARD 3.6). */
export type Reply<A> =
  | { readonly kind: 'answered'; readonly answer: A; readonly clock: number }
  | { readonly kind: 'unavailable'; readonly asked: boolean; readonly because: string }

export type RelayLine = {
  ask<S, A>(call: RelayCall<S, A>, said: S): Promise<Reply<A>>
  /** Whether the relay may be asked at all now. */
  admit(): Promise<boolean>
}

export type RelayLineOptions = {
  readonly ask: Ask
  /** Leaves a relay that fails alone for a while; only where processes remember from one request to the next. */
  readonly breaker?: { readonly clock: Clock; readonly onBreaker: OnBreaker }
  /**
   * Says hello before anything that must not be done twice: where a runtime does not tell a connection that never opened
   * from one that broke, a relay that is not there would cost people their tries.
   */
  readonly greet: boolean
  /** Told of every request that was not answered, and why; names no person. */
  readonly trouble: (event: { readonly call: string; readonly because: string }) => void
}

/** One relay as a dependency with its breaker and the truth about what it may have done. */
export const createRelayLine = ({ ask, breaker: guarded, greet, trouble }: RelayLineOptions): RelayLine => {
  const hello = () => ask(relayCalls.hello.path, {}, relayCalls.hello.patience)
  const breaker =
    guarded &&
    createBreaker({
      clock: guarded.clock,
      probe: async () => (await hello()).kind === 'answered',
      onChange: (state, because) => guarded.onBreaker({ dependency: 'relay', state, because }),
    })
  const unavailable = (call: string, asked: boolean, because: string) => {
    breaker?.report(false, because)
    trouble({ call, because })
    return { kind: 'unavailable', asked, because } as const
  }
  const admit = async (): Promise<boolean> => (breaker === undefined ? true : breaker.admit())

  return {
    admit,
    ask: async ({ path, answer, patience, once }, said) => {
      if (!(await admit())) return { kind: 'unavailable', asked: false, because: 'left alone' }
      if (greet && once) {
        const greeting = await hello()
        if (greeting.kind !== 'answered') return unavailable(path, false, greeting.because)
      }
      const asked = await ask(path, said, patience)
      if (asked.kind !== 'answered') return unavailable(path, asked.kind === 'lost', asked.because)
      const parsed = answer.safeParse(asked.answer)
      if (!parsed.success) return unavailable(path, true, 'an answer of another shape')
      breaker?.report(true)
      return { kind: 'answered', answer: parsed.data, clock: asked.clock }
    },
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Instance } from '../world/instance.ts'
import { keepAliveWire, type Wire, type WireAnswer } from './wire.ts'

/** A request that came to nothing: ms of `performance.now()`, and why. */
export type Failure = { readonly at: number; readonly why: string }

/** Requests over several instances, as a reverse proxy in front of them sends them: in turn, to those that are ready. */
export type Balancer = {
  readonly wire: Wire
  readonly requests: number
  /** Tries beyond the first. */
  readonly retried: number
  readonly failures: readonly Failure[]
  /** Requests that this instance answered. */
  answeredBy(instance: Instance): number
  close(): void
}

export type BalancerOptions = {
  readonly instances: readonly Instance[]
  /** How often a request that failed is tried again, each time elsewhere. */
  readonly retries: number
}

type Behind = { readonly instance: Instance; readonly wire: Wire & { close(): void }; ready: boolean; answered: number }

/** As load balancers do, ms. */
const lookEvery = 500

const isReady = async ({ privateOrigin }: Instance): Promise<boolean> => {
  try {
    return (await fetch(`${privateOrigin}/readyz`, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

/** Starts to look after the instances; all are taken for ready until one says otherwise. */
export const createBalancer = ({ instances, retries }: BalancerOptions): Balancer => {
  const behind = instances.map((instance): Behind => ({
    instance,
    wire: keepAliveWire(() => instance.origin),
    ready: true,
    answered: 0,
  }))
  const failures: Failure[] = []
  let requests = 0
  let retried = 0
  let turn = 0
  const looking = setInterval(() => {
    for (const one of behind) void isReady(one.instance).then((ready) => (one.ready = ready))
  }, lookEvery)

  const choose = async (but: Behind | undefined): Promise<Behind> => {
    for (;;) {
      const ready = behind.filter((one) => one.ready && one !== but)
      const chosen = ready[(turn += 1) % Math.max(1, ready.length)]
      if (chosen !== undefined) return chosen
      // Nobody is ready: whoever asks has to wait.
      await pause(50)
    }
  }

  /** The answer, or why there is none that is worth anything. */
  const ask = async (one: Behind, ...[request]: Parameters<Wire>): Promise<WireAnswer | string> => {
    try {
      const answer = await one.wire(request)
      if (answer.status >= 500) return `${answer.status} ${answer.text}`
      one.answered += 1
      return answer
    } catch (error) {
      return error instanceof Error ? `${request.method} ${request.path}: ${error.message}` : String(error)
    }
  }

  const wire: Wire = async (request) => {
    requests += 1
    let one = await choose(undefined)
    let answer = await ask(one, request)
    for (let tried = 0; tried < retries && typeof answer === 'string'; tried += 1) {
      retried += 1
      one = await choose(one)
      answer = await ask(one, request)
    }
    if (typeof answer !== 'string') return answer
    failures.push({ at: performance.now(), why: answer })
    throw new Error(answer)
  }

  return {
    wire,
    get requests() {
      return requests
    },
    get retried() {
      return retried
    },
    failures,
    answeredBy: (instance) => behind.find((one) => one.instance === instance)?.answered ?? 0,
    close: () => {
      clearInterval(looking)
      for (const one of behind) one.wire.close()
    },
  }
}

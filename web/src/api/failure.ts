import type { Problem, ProblemCode } from '@muster/shared/problem'

/** The back end answered with a problem of the contract. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  readonly #arrivedAt = Date.now()
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
  /** Whole seconds of the `Retry-After` that are left; 0 where there is none. */
  secondsToWait(): number {
    return Math.max(0, Math.ceil((this.problem.retryAfter ?? 0) - (Date.now() - this.#arrivedAt) / 1000))
  }
}

type Silence = 'offline' | 'timeout' | 'garbled' | 'unavailable'

/** No answer of ours arrived: no network, none in time, or somebody else's (a hotel's sign-in page, a proxy's regrets). */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'
  readonly silence: Silence
  constructor(silence: Silence) {
    super(silence)
    this.silence = silence
  }
}

/** Whether a failure is one of these problems. */
export const isProblem = (failure: unknown, ...codes: readonly ProblemCode[]): failure is ProblemError =>
  failure instanceof ProblemError && codes.includes(failure.problem.code)

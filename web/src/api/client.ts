import { hasProblemCode, Problem } from '@muster/shared/problem'
import { type Body, pathOf, type Reply, type Route } from '@muster/shared/route'
import { ProblemError, SilenceError } from './failure.ts'
import { readServerClock } from './server-clock.ts'

type Extras = {
  readonly parameters?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

const patience = 30_000

const send = async (route: Route, body: unknown, { parameters, headers, signal }: Extras): Promise<Response> => {
  const timeout = AbortSignal.timeout(patience)
  try {
    return await fetch(pathOf(route, parameters), {
      method: route.method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
  } catch (failure) {
    if (signal?.aborted) throw failure
    throw new SilenceError(timeout.aborted ? 'timeout' : 'offline')
  }
}

const json = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    throw new SilenceError('garbled')
  }
}

/**
 * One call of the contract: sends the body, parses what comes back with the route's own schema.
 * Throws {@link ProblemError} for a problem of the contract, {@link SilenceError} when no answer of ours arrived.
 */
export const call = async <R extends Route>(route: R, body?: Body<R>, extras: Extras = {}): Promise<Reply<R>> => {
  const response = await send(route, body, extras)
  readServerClock(response.headers)
  if (!response.ok) {
    const problem = Problem.safeParse(await json(response))
    if (!problem.success || !hasProblemCode(problem.data)) throw new SilenceError('garbled')
    throw new ProblemError(problem.data)
  }
  if (route.reply === undefined) return undefined as Reply<R>
  const reply = route.reply.safeParse(await json(response))
  if (!reply.success) throw new SilenceError('garbled')
  // The schema that just passed is the one that Reply<R> is inferred from.
  return reply.data as Reply<R>
}

import { hasProblemCode, Problem } from '@muster/shared/problem'
import { pathOf } from '@muster/shared/route'
import { ask, type EarlyAsk } from './ask.ts'
import type { BodyOf, Call, RouteName } from './calls.ts'
import type * as z from 'zod/mini'
import { ProblemError, SilenceError } from './failure.ts'
import { readServerClock } from './server-clock.ts'

type Extras = {
  readonly parameters?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

type ReplyOf<R> = R extends z.ZodMiniType ? z.infer<R> : undefined

/** What comes back of a call: its reply, and the entity tag that says which state of things it tells. */
type Answer<R> = { readonly reply: ReplyOf<R>; readonly tag: string | undefined }

const patience = 30_000

/** One request and its whole answer; a connection may break, or nothing come, halfway through. */
const exchange = async ({ arrived, giveUp }: EarlyAsk, signal: AbortSignal | undefined) => {
  // `AbortSignal.any` would say this shorter, and is younger than the browsers that the build is for.
  let late = false
  const timer = setTimeout(() => {
    late = true
    giveUp()
  }, patience)
  signal?.addEventListener('abort', giveUp)
  try {
    const { response, at } = await arrived
    return { response, at, text: await response.text() }
  } catch (failure) {
    if (signal?.aborted) throw failure
    throw new SilenceError(late ? 'timeout' : 'offline')
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** 502, 503 and 504 without our words: the proxy in front of our service is there, and the service is not. */
const isOurProxys = (status: number): boolean => status > 501 && status < 505

/**
 * One call of the contract: sends the body, parses what comes back with the route's own schema.
 * Throws {@link ProblemError} for a problem of the contract, {@link SilenceError} when no answer of ours arrived.
 */
export const call = async <N extends RouteName, R extends z.ZodMiniType | undefined>(
  route: Call<N, R>,
  body?: BodyOf<N>,
  { parameters, headers, signal }: Extras = {},
): Promise<Answer<R>> => {
  const { response, at, text } = await exchange(
    ask(route.method, pathOf(route, parameters), body === undefined ? undefined : JSON.stringify(body), headers),
    signal,
  )
  readServerClock(response.headers, at)
  const tag = response.headers.get('etag') ?? undefined
  if (!response.ok) {
    const problem = Problem.safeParse(parsed(text))
    if (!problem.success || !hasProblemCode(problem.data))
      throw new SilenceError(isOurProxys(response.status) ? 'unavailable' : 'garbled')
    throw new ProblemError(problem.data)
  }
  if (route.reply === undefined) return { reply: undefined as ReplyOf<R>, tag }
  const reply = route.reply.safeParse(parsed(text))
  if (!reply.success) throw new SilenceError('garbled')
  // The schema that just passed is the one that ReplyOf<R> is inferred from.
  return { reply: reply.data as ReplyOf<R>, tag }
}

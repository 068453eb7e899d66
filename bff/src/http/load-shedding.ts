import { routes } from '@muster/shared/contract'
import type { Context, MiddlewareHandler } from 'hono'
import type { Chance } from '../ports/chance.ts'
import { problem } from '../use-cases/outcome.ts'
import { problemResponse } from './problem-response.ts'

/** What a call is worth when there are too many: beginning, going on, or bringing to its end what somebody has begun. */
export type Worth = 'begin' | 'go-on' | 'finish'

/**
 * Up to which part of the limit each is let in (STANDARD 10, docs/decisions/0014). What proves or registers goes beyond
 * the limit, to a hard end all the same: memory has one.
 */
const upTo: { readonly [W in Worth]: number } = { begin: 0.8, 'go-on': 1, finish: 1.5 }
/** Of the limit, whatever they are worth: bodies that never end, from one place, must shed nobody else. */
const perAddress = 0.2

/** Seconds after which to come again, spread so that those who were sent away do not come back together. */
const retryAfter = { least: 2, spread: 9 } as const

const callOf = (method: string, path: string): string => `${method} ${path}`
const finishing = [routes.entraSignIn, routes.emailCode, routes.device].map(({ method, path }) => callOf(method, path))
const profiles = routes.profile.path.slice(0, routes.profile.path.indexOf('{'))

const worthOf = (method: string, path: string): Worth => {
  const call = callOf(method, path)
  if (finishing.includes(call)) return 'finish'
  const begins = call === callOf(routes.open.method, routes.open.path) || path.startsWith(profiles)
  return begins ? 'begin' : 'go-on'
}

/** Who counts what is going on. */
export type LoadWatch = {
  readonly inFlight: (requests: number) => void
  readonly shed: (worth: Worth) => void
}

/** Answers 503 at once to what an instance with so many requests in flight cannot serve as well. */
export const shedLoad = (
  most: number,
  chance: Chance,
  addressOf: (c: Context) => string,
  watch?: LoadWatch,
): MiddlewareHandler => {
  let inFlight = 0
  const byAddress = new Map<string, number>()
  const count = (address: string, change: 1 | -1): void => {
    inFlight += change
    const theirs = (byAddress.get(address) ?? 0) + change
    if (theirs === 0) byAddress.delete(address)
    else byAddress.set(address, theirs)
    watch?.inFlight(inFlight)
  }
  return async (c, next) => {
    const worth = worthOf(c.req.method, c.req.path)
    const address = addressOf(c)
    if (inFlight >= most * upTo[worth] || (byAddress.get(address) ?? 0) >= Math.ceil(most * perAddress)) {
      watch?.shed(worth)
      const wait = retryAfter.least + chance.number(retryAfter.spread)
      return problemResponse(c, problem('unavailable', { retryAfter: wait }), chance.reference())
    }
    count(address, 1)
    try {
      await next()
    } finally {
      count(address, -1)
    }
  }
}

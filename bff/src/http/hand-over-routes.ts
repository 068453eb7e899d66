import { handOverRoutes } from '@muster/shared/hand-over-contract'
import type { Reply, Route } from '@muster/shared/route'
import type { Context, Hono } from 'hono'
import type { Ports } from '../ports/ports.ts'
import { answerHandOver, offerHandOver, seeHandOver } from '../use-cases/hand-over.ts'
import { problem, type Refusal } from '../use-cases/outcome.ts'
import { loadSession } from '../use-cases/session.ts'
import { continueHandOver, declineHandOver, redeemHandOver, seeTaken } from '../use-cases/take-over.ts'
import { ambiguous, clearCookie, handOverCookieName, readCookie, writeCookie } from './enrollment-cookie.ts'
import { type Call, type Edge, received, respond } from './mount.ts'
import { problemResponse } from './problem-response.ts'

type Handled<R extends Route> = (call: Call<R>, c: Context) => Promise<Reply<R> | Refusal | Response>

const isRefusal = (told: unknown): told is Refusal =>
  typeof told === 'object' && told !== null && 'kind' in told && told.kind === 'problem'

/** What a second device waits with. */
const takerOf = (c: Context, ports: Ports): string | undefined | Response => {
  const taker = readCookie(c, handOverCookieName)
  return taker === ambiguous
    ? problemResponse(c, problem('malformed', { detail: 'The cookie was sent twice.' }), ports.chance.reference())
    : taker
}

/** The calls that take an enrollment to another device or browser. */
export const mountHandOver = (app: Hono, ports: Ports, edge: Edge): void => {
  const bind = <R extends Route>(route: R, handle: Handled<R>): void => {
    app.on(route.method, route.path, async (c) => {
      const call = await received(c, ports, edge, route)
      if (call instanceof Response) return call
      const told = await handle(call, c)
      if (told instanceof Response) return told
      if (isRefusal(told)) return respond(c, ports, edge, route, told)
      return c.json(route.reply?.parse(told))
    })
  }
  /** A hand-over that has ended needs its cookie no longer. */
  const forgetEnded = (c: Context, taker: string | undefined, told: unknown): void => {
    if (taker !== undefined && isRefusal(told) && told.code === 'hand-over-ended') clearCookie(c, handOverCookieName)
  }

  bind(handOverRoutes.offerHandOver, async ({ cookie, caller }) => {
    const session = await loadSession(ports, cookie, caller)
    return 'kind' in session ? session : offerHandOver(ports, session, edge.origin)
  })
  bind(handOverRoutes.handOver, ({ cookie, caller }) => seeHandOver(ports, cookie, caller))
  bind(handOverRoutes.answerHandOver, async ({ body, cookie = '', caller }, c) => {
    const session = await loadSession(ports, cookie, caller)
    if ('kind' in session) return session
    const told = await answerHandOver(ports, session, body.number, cookie)
    // It looks on with the cookie that it has.
    if (told.kind === 'watching') writeCookie(c, cookie, ports.settings.enrollmentIdle)
    return told
  })
  bind(handOverRoutes.redeemHandOver, async ({ body, cookie, caller }, c) => {
    const told = await redeemHandOver(ports, body, cookie, caller)
    if (isRefusal(told)) return told
    writeCookie(c, told.taker, ports.settings.enrollmentIdle, handOverCookieName)
    return told.reply
  })
  bind(handOverRoutes.takenHandOver, async ({ caller }, c) => {
    const taker = takerOf(c, ports)
    if (taker instanceof Response) return taker
    const told = await seeTaken(ports, taker, caller)
    forgetEnded(c, taker, told)
    return told
  })
  bind(handOverRoutes.continueHandOver, async ({ cookie, caller }, c) => {
    const taker = takerOf(c, ports)
    if (taker instanceof Response) return taker
    const outcome = await continueHandOver(ports, taker, cookie, caller)
    forgetEnded(c, taker, outcome)
    if (outcome.kind === 'step') clearCookie(c, handOverCookieName)
    return respond(c, ports, edge, handOverRoutes.continueHandOver, outcome)
  })
  bind(handOverRoutes.declineHandOver, async ({ caller }, c) => {
    const taker = takerOf(c, ports)
    if (taker instanceof Response) return taker
    await declineHandOver(ports, taker, caller)
    clearCookie(c, handOverCookieName)
    return c.body(null, 204)
  })
}

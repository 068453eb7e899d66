import { languageAmong } from '@muster/shared/language'
import type { Body, Route } from '@muster/shared/route'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import type { Ports } from '../ports/ports.ts'
import type { Caller } from '../use-cases/caller.ts'
import { type Outcome, problem, type Refusal } from '../use-cases/outcome.ts'
import { loadSession, type Session, tagOf } from '../use-cases/session.ts'
import { clientAddress, countedAddress, isWithin } from './client-address.ts'
import { ambiguous, readCookie, writeCookie } from './enrollment-cookie.ts'
import type { Violation } from './csp-reports.ts'
import { guessPlatform } from '../domain/guess-platform.ts'
import type { LoadWatch } from './load-shedding.ts'
import { problemResponse } from './problem-response.ts'
import { isOwnOrigin } from './protection.ts'
import { readBody } from './read-body.ts'
import { withFloor } from './response-floor.ts'

/** What the edge must be told: its own origin, whom to believe about addresses, where mishaps are written. */
export type Edge = {
  readonly origin: string
  /** CIDR networks of the reverse proxies in front. */
  readonly trustedProxies: readonly string[]
  readonly peerAddress: (c: Context) => string | undefined
  /** Middleware that goes around every call, such as a metric. */
  readonly before?: readonly MiddlewareHandler[]
  /** Told what a page was kept from by its content security policy. */
  readonly violated?: (violation: Violation) => void
  /** Told how many requests are in flight, and which were sent away. */
  readonly load?: LoadWatch
  /** Answers the relay's own call, which says by its signature whose it is (docs/relay.md). */
  readonly relayed?: (request: Request) => Promise<Response>
  readonly log: (event: { readonly reference: string; readonly message: string; readonly error?: unknown }) => void
}

/** One call, parsed. */
export type Call<R extends Route> = {
  readonly ports: Ports
  readonly body: Body<R>
  readonly cookie: string | undefined
  readonly caller: Caller
  readonly header: (name: string) => string | undefined
}

type Handler<R extends Route> = (call: Call<R>) => Promise<Outcome>
type Options = { readonly bodyLimit?: number; readonly floor?: boolean }

/** `Accept-Language` (RFC 9110 section 12.5.4), what is liked best first; what is not wanted at all has a weight of 0. */
const wantedLanguages = (header: string | undefined): readonly string[] =>
  parseAccept((header ?? '').slice(0, 512)).flatMap(({ type, q }) => (q > 0 ? [type] : []))

const callers = new WeakMap<Context, Caller>()

/** Who calls, found out once for each call. */
export const callerOf = (c: Context, edge: Edge): Caller => {
  const known = callers.get(c)
  if (known !== undefined) return known
  const caller = newCaller(c, edge)
  callers.set(c, caller)
  return caller
}

const newCaller = (c: Context, edge: Edge): Caller => {
  const address = clientAddress(edge.peerAddress(c), c.req.header('x-forwarded-for'), edge.trustedProxies)
  const userAgent = (c.req.header('user-agent') ?? '').slice(0, 512)
  const platform = guessPlatform(userAgent, c.req.header('sec-ch-ua-platform'))
  return {
    address: countedAddress(address),
    userAgent,
    language: languageAmong(wantedLanguages(c.req.header('accept-language'))) ?? 'en',
    isWithin: (networks) => isWithin(address, networks),
    ...(platform === undefined ? {} : { platform }),
  }
}

const parsedBody = async <R extends Route>(
  c: Context,
  route: R,
  limit: number,
): Promise<{ value: Body<R> } | Outcome> => {
  // A call without a body has nothing to parse; its handler's Body<R> is undefined.
  if (route.body === undefined) return { value: undefined as Body<R> }
  const read = await readBody(c.req.raw, limit)
  if (!read.ok) return problem(read.code)
  const parsed = route.body.safeParse(read.value)
  // safeParse answers the schema's own output, which Body<R> is; TypeScript cannot see through the generic.
  if (parsed.success) return { value: parsed.data as Body<R> }
  return problem('malformed', {
    detail: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  })
}

/**
 * Only what a person does gives the cookie a new age, as it does the enrollment. A poll writes it where it has changed
 * and not else: its answer may be late, and would put back what a proof has replaced meanwhile.
 */
const keepCookie = (c: Context, ports: Ports, present: string): void => {
  if (c.req.method !== 'GET' || readCookie(c) !== present) writeCookie(c, present, ports.settings.enrollmentIdle)
}

/** A problem with the reference that people are told: their enrollment's, else one of this request alone. */
const respondProblem = async (c: Context, ports: Ports, edge: Edge, refusal: Refusal): Promise<Response> => {
  const cookie = readCookie(c)
  const session = cookie === ambiguous ? problem('malformed') : await loadSession(ports, cookie, callerOf(c, edge))
  if ('kind' in session) return problemResponse(c, refusal, ports.chance.reference())
  const { enrollment, rotation } = session.stored
  // What was tried counts as activity: the cookie must not end before the enrollment does.
  keepCookie(c, ports, await ports.keys.cookieOf(enrollment.id, rotation))
  return problemResponse(c, refusal, enrollment.reference)
}

/** Answers a use case's outcome: the step with its cookie, or the problem. */
export const respond = async (
  c: Context,
  ports: Ports,
  edge: Edge,
  route: Route,
  outcome: Outcome,
): Promise<Response> => {
  if (outcome.kind === 'problem') return respondProblem(c, ports, edge, outcome)
  keepCookie(c, ports, outcome.cookie)
  c.header('ETag', outcome.tag)
  // An answer that breaks the contract is a bug of ours, and is thrown as one.
  const reply = route.reply?.parse(outcome.step)
  return c.json(reply, outcome.created ? 201 : 200)
}

/** The call, once origin, cookie and body are in order; else what to answer. */
export const received = async <R extends Route>(
  c: Context,
  ports: Ports,
  edge: Edge,
  route: R,
  options: Options = {},
): Promise<Call<R> | Response> => {
  const cookie = readCookie(c)
  if (route.method !== 'GET' && !isOwnOrigin(c.req.raw, edge.origin))
    return problemResponse(c, problem('forbidden-origin'), ports.chance.reference())
  if (cookie === ambiguous)
    return problemResponse(c, problem('malformed', { detail: 'The cookie was sent twice.' }), ports.chance.reference())
  const body = await parsedBody(c, route, options.bodyLimit ?? 16_384)
  if (!('value' in body)) return respond(c, ports, edge, route, body)
  return {
    ports,
    body: body.value,
    cookie,
    caller: callerOf(c, edge),
    header: (name: string) => c.req.header(name),
  }
}

/** Binds a route of the contract to its handler: origin, body and cookie are checked and parsed on the way in, the reply on the way out. */
export const mount = <R extends Route>(
  app: Hono,
  ports: Ports,
  edge: Edge,
  route: R,
  handle: Handler<R>,
  options: Options = {},
): void => {
  const { responseFloor, responseFloorSpread } = ports.settings
  app.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const call = await received(c, ports, edge, route, options)
    if (call instanceof Response) return call
    const outcome = options.floor
      ? await withFloor(responseFloor, responseFloorSpread, ports.chance.number(1000) / 1000, () => handle(call))
      : await handle(call)
    return respond(c, ports, edge, route, outcome)
  })
}

/** Whether a page that names what it shows (`If-Match`, RFC 9110 section 13.1.1) shows what is. */
const isCurrent = (session: Session, ifMatch: string | undefined): boolean =>
  ifMatch === undefined || ifMatch.split(',').some((tag) => ['*', tagOf(session)].includes(tag.trim()))

/** A handler that needs the browser's enrollment. */
export const inSession =
  <R extends Route>(handle: (session: Session, call: Call<R>) => Promise<Outcome>): Handler<R> =>
  async (call) => {
    const session = await loadSession(call.ports, call.cookie, call.caller)
    return 'kind' in session ? session : handle(session, call)
  }

/**
 * A handler of what was entered on a page. Where another tab has moved the enrollment or opened another one since that
 * page was shown, nothing is done: a password meant for one company must not reach another.
 */
export const fromPage = <R extends Route>(handle: (session: Session, call: Call<R>) => Promise<Outcome>): Handler<R> =>
  inSession((session, call) =>
    isCurrent(session, call.header('if-match')) ? handle(session, call) : Promise.resolve(problem('wrong-step')),
  )

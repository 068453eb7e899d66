import type { Facts, RequestFacts } from './adapters/request-facts.ts'
import type { ServedCall } from './http/observed-calls.ts'
import type { Log } from './portal.ts'

export type Line = Readonly<Record<string, unknown>>

/** The parts of every line that a request or an enrollment is concerned in. */
export const aboutRequest = (facts: RequestFacts, traceId: () => string | undefined = () => undefined): Line => {
  const { request, reference, account } = facts.present() ?? {}
  const trace = traceId()
  return {
    ...(request === undefined ? {} : { request }),
    ...(reference === undefined ? {} : { reference }),
    ...(account === undefined ? {} : { account }),
    ...(trace === undefined ? {} : { trace }),
  }
}

/** A log whose lines have these parts before their own. */
export const logAbout = (log: Log, about: () => Line): Log => ({
  info: (event, words) => log.info({ ...about(), ...event }, words),
  warn: (event, words) => log.warn({ ...about(), ...event }, words),
  error: (event, words) => log.error({ ...about(), ...event }, words),
})

/** A person reads out what they were told: their enrollment's reference, or that of this one request, where all else failed. */
const toldReference = (known: string | undefined, told: string | undefined): Line =>
  told === undefined || told === known ? {} : known === undefined ? { reference: told } : { told }

/**
 * What a call came to. A look at where things stand is no event, and what is shed comes in floods: these are for who asks
 * for `debug`.
 */
export const answeredLine = (
  { method, route, status, code, seconds, reference }: ServedCall,
  known: Readonly<Facts> | undefined,
): { readonly level: 'debug' | 'info'; readonly line: Line } => ({
  level: known?.isShed === true || (method === 'GET' && code === undefined) ? 'debug' : 'info',
  line: {
    ...toldReference(known?.reference, reference),
    method,
    route,
    status,
    ms: Math.round(seconds * 1000),
    ...(code === undefined ? {} : { code }),
  },
})

import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { BreakerEvent } from '../ports/breaker-event.ts'

export type Metrics = {
  /** Goes around every call. */
  readonly middleware: MiddlewareHandler
  readonly load: { readonly inFlight: (requests: number) => void; readonly shed: (worth: string) => void }
  readonly breaker: (event: BreakerEvent) => void
  /** What one try of one mail came to. */
  readonly mail: (outcome: string) => void
  /** Counts what a page was kept from, or would be. */
  readonly violated: (violation: { readonly directive: string; readonly disposition: string }) => void
  /** In the Prometheus text format. */
  readonly text: () => Promise<string>
}

/** Anybody may post a report: a label for each word in it would be a series without end. */
const directives: readonly string[] = [
  'connect-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'require-trusted-types-for',
  'script-src-attr',
  'script-src-elem',
  'style-src-attr',
  'style-src-elem',
]

/** Numbers for Prometheus. Names of people and accounts are in no label. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Time to answer a call of the API.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8],
    registers,
  })
  const inFlight = new Gauge({
    name: 'muster_http_requests_in_flight',
    help: 'Calls of the API that are being answered.',
    registers,
  })
  const shed = new Counter({
    name: 'muster_http_requests_shed_total',
    help: 'Calls that were sent away because too many were in flight.',
    labelNames: ['worth'],
    registers,
  })
  const breakers = new Gauge({
    name: 'muster_breakers_open',
    help: 'Breakers that are open: dependencies that are left alone after failing.',
    labelNames: ['dependency'],
    registers,
  })
  for (const dependency of ['ldap', 'smtp', 'jwks', 'relay'] as const) breakers.set({ dependency }, 0)
  const mails = new Counter({
    name: 'muster_mails_total',
    help: 'Tries to send a mail, by what they came to.',
    labelNames: ['outcome'],
    registers,
  })
  const violations = new Counter({
    name: 'muster_csp_violations_total',
    help: 'Reports of browsers that the content security policy kept a page from something, or would.',
    labelNames: ['directive', 'disposition'],
    registers,
  })
  return {
    violated: ({ directive, disposition }) =>
      violations.inc({ directive: directives.includes(directive) ? directive : 'other', disposition }),
    middleware: async (c, next) => {
      const stop = requests.startTimer()
      await next()
      stop({ method: c.req.method, route: routePath(c), status: String(c.res.status) })
    },
    load: { inFlight: (now) => inFlight.set(now), shed: (worth) => shed.inc({ worth }) },
    breaker: ({ dependency, state }) => breakers.inc({ dependency }, state === 'open' ? 1 : -1),
    mail: (outcome) => mails.inc({ outcome }),
    text: () => registry.metrics(),
  }
}

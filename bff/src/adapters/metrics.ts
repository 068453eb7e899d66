import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

type Metrics = {
  readonly middleware: MiddlewareHandler
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

/** Requests by route and status, and the process itself, for Prometheus. Names of people and accounts are in no label. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Time to answer a call of the API.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8],
    registers: [registry],
  })
  const violations = new Counter({
    name: 'muster_csp_violations_total',
    help: 'Reports of browsers that the content security policy kept a page from something, or would.',
    labelNames: ['directive', 'disposition'],
    registers: [registry],
  })
  return {
    violated: ({ directive, disposition }) =>
      violations.inc({ directive: directives.includes(directive) ? directive : 'other', disposition }),
    middleware: async (c, next) => {
      const stop = requests.startTimer()
      await next()
      stop({ method: c.req.method, route: routePath(c), status: String(c.res.status) })
    },
    text: () => registry.metrics(),
  }
}

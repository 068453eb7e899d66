import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** Requests by route and status, and the process itself, for Prometheus. Names of people and accounts are in no label. */
export const createMetrics = (): { middleware: MiddlewareHandler; text: () => Promise<string> } => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Time to answer a call of the API.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8],
    registers: [registry],
  })
  return {
    middleware: async (c, next) => {
      const stop = requests.startTimer()
      await next()
      stop({ method: c.req.method, route: routePath(c), status: String(c.res.status) })
    },
    text: () => registry.metrics(),
  }
}

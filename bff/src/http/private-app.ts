import { Hono } from 'hono'

/** What the private port answers from: whether the process is closing, whether the store serves, and how it fares. */
export type Health = {
  readonly closing: () => boolean
  /** Rejects where the store cannot be written. */
  readonly ready: () => Promise<void>
  /** In the Prometheus text format. */
  readonly metrics: () => Promise<string>
}

/** Health, readiness and metrics: never on the public port; the directory, mail and Entra have no say (STANDARD 10.2). */
export const createPrivateApp = (health: Health): Hono => {
  const app = new Hono()
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/readyz', async (c) => {
    if (health.closing()) return c.text('closing', 503)
    try {
      await health.ready()
      return c.text('ready')
    } catch {
      return c.text('the store does not answer', 503)
    }
  })
  app.get('/metrics', async (c) => c.text(await health.metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4' }))
  return app
}

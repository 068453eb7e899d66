import { Hono } from 'hono'
import type { Clock } from '../ports/clock.ts'

/** ms that this process's clock may be away from the store's (STANDARD 10.2). */
const apart = 5_000

/** What the private port answers from: whether the process is closing, whether the store serves, and how it fares. */
export type Health = {
  readonly closing: () => boolean
  /** Writes to the store and gives its clock, in ms; rejects where it cannot be written. */
  readonly storeTime: () => Promise<number>
  /** This process's own clock. */
  readonly clock: Clock
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
      const asked = health.clock.now()
      const there = await health.storeTime()
      // The store read its clock some time between the question and the answer.
      const agree = there >= asked - apart && there <= health.clock.now() + apart
      return agree ? c.text('ready') : c.text(`the clock is more than ${apart / 1000} s from the store's`, 503)
    } catch {
      return c.text('the store does not answer', 503)
    }
  })
  app.get('/metrics', async (c) => c.text(await health.metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4' }))
  return app
}

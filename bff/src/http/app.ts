import { routes } from '@muster/shared/contract'
import { Hono } from 'hono'
import type { Ports } from '../ports/ports.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { startOver } from '../use-cases/keep-enrollment.ts'
import { problem } from '../use-cases/outcome.ts'
import { loadSession } from '../use-cases/session.ts'
import { mountAccounts } from './account-routes.ts'
import { ambiguous, clearCookie, readCookie } from './enrollment-cookie.ts'
import { mountEnrollment } from './enrollment-routes.ts'
import { mountHandOver } from './hand-over-routes.ts'
import { shedLoad } from './load-shedding.ts'
import { callerOf, type Edge } from './mount.ts'
import { openApiDocument } from './openapi.ts'
import { problemResponse } from './problem-response.ts'
import { mountReports } from './report-routes.ts'
import { isOwnOrigin, withApiHeaders } from './protection.ts'

/** The whole portal as a function from `Request` to `Response`, over any ports and on any runtime. */
export const createApp = (ports: Ports, edge: Edge): Hono => {
  const app = new Hono()
  const newReference = () => ports.chance.reference()
  for (const middleware of edge.before ?? []) app.use('/api/*', middleware)
  app.use('/api/*', withApiHeaders)
  app.use(
    '/api/*',
    shedLoad(ports.settings.requestsInFlight, ports.chance, (c) => callerOf(c, edge).address, edge.load),
  )
  mountAccounts(app, ports)
  mountEnrollment(app, ports, edge)
  mountHandOver(app, ports, edge)
  app.delete(routes.startOver.path, async (c) => {
    if (!isOwnOrigin(c.req.raw, edge.origin)) return problemResponse(c, problem('forbidden-origin'), newReference())
    const cookie = readCookie(c)
    if (cookie === ambiguous) return problemResponse(c, problem('malformed'), newReference())
    const session = await loadSession(ports, cookie, callerOf(c, edge))
    if (!('kind' in session)) await startOver(ports, session)
    clearCookie(c)
    return c.body(null, 204)
  })
  mountReports(app, ports, edge)
  const { relayed } = edge
  if (relayed !== undefined) app.post('/api/relay/tend', (c) => relayed(c.req.raw))
  app.get('/api/openapi.json', (c) => c.json(openApiDocument))
  app.all('/api/*', (c) =>
    problemResponse(c, problem('malformed', { detail: 'There is no such call.' }), newReference(), 404),
  )
  app.onError((error, c) => {
    const reference = newReference()
    edge.log({
      reference,
      message: error instanceof StoreUnavailable ? 'store unavailable' : 'unexpected error',
      error,
    })
    // No other 5xx, ever, and trying again is right. Nothing was registered, but where the answer to just that was lost.
    const isUnconfirmed = error instanceof StoreUnavailable && error.unconfirmed
    return problemResponse(c, problem(isUnconfirmed ? 'unconfirmed' : 'unavailable'), reference)
  })
  return app
}

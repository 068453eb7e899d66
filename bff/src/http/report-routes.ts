import type { Hono } from 'hono'
import type { Ports } from '../ports/ports.ts'
import { problem } from '../use-cases/outcome.ts'
import { violationsIn } from './csp-reports.ts'
import { callerOf, type Edge } from './mount.ts'
import { problemResponse } from './problem-response.ts'
import { reportsPath } from './protection.ts'
import { readBody } from './read-body.ts'

const reportTypes = /^application\/(?:reports\+json|csp-report)(?:\s*;\s*charset=utf-8)?$/i

/** Of one posting, so that no page fills the log. */
const most = 10

/**
 * Takes what browsers report of the content security policy. The one call without the rules of STANDARD 4.2: browsers
 * send it by themselves, some without `Origin`. It reads no cookie and changes nothing, so there is nothing to forge
 * (decision 0016).
 */
export const mountReports = (app: Hono, ports: Ports, edge: Edge): void => {
  app.post(reportsPath, async (c) => {
    const { address } = callerOf(c, edge)
    const refuse = (...refusal: Parameters<typeof problem>) =>
      problemResponse(c, problem(...refusal), ports.chance.reference())
    const verdict = await ports.limiter.take(['reports-per-address'], address, ports.settings.rateFactor)
    if (!verdict.ok) return refuse('too-many-requests', { retryAfter: verdict.retryAfter })
    const read = await readBody(c.req.raw, 32_768, reportTypes)
    if (!read.ok) return refuse(read.code)
    const violations = violationsIn(read.value, edge.origin)
    if (violations === undefined) return refuse('malformed')
    for (const violation of violations.slice(0, most)) edge.violated?.(violation)
    return c.body(null, 204)
  })
}

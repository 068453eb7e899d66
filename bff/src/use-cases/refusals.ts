import type { Account } from '../domain/account.ts'
import type { LimitName } from '../domain/limits.ts'
import type { AuditEvent, Stored } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { problem, type Refusal } from './outcome.ts'

/** In whose account, and in which enrollment where there is one yet. */
export type Where = { readonly account: Account; readonly stored?: Stored }

const once = ['refusal-audited'] as const

/**
 * A refusal is audited once in a window for the same `key`: whoever hammers on must not write the audit full
 * (docs/decisions/0019).
 */
export const auditOnce = async (ports: Ports, { account, stored }: Where, key: string, event: AuditEvent) => {
  // A look costs one reading, a taking that fails a writing, too: hammering is looks.
  if (!(await ports.limiter.peek(once, key)).ok || !(await ports.limiter.take(once, key)).ok) return
  await ports.audit.append(account.id, [event], stored?.enrollment.id)
}

/** `limit` is spent for `key`: too many requests, and the first of them in a window stands in the audit. `retryAfter` in seconds. */
export const tripped = async (
  ports: Ports,
  where: Where,
  { limit, retryAfter }: { readonly limit: LimitName | 'resend-after'; readonly retryAfter: number },
  key: string,
): Promise<Refusal> => {
  const data = { limit, key: await ports.keys.pseudonym(key) }
  await auditOnce(ports, where, `${limit}|${key}`, { type: 'limit.trip', data })
  return problem('too-many-requests', { retryAfter })
}

/**
 * A refusal that one browser can repeat without end: active all the same, and audited once a window in its enrollment.
 * `about` tells apart what is refused there for several reasons.
 */
export const repeatable = async (
  ports: Ports,
  where: Required<Where>,
  event: AuditEvent,
  told: Refusal,
  about = '',
): Promise<Refusal> => {
  const { account, stored } = where
  await ports.enrollments.record(account.id, stored.enrollment.id, [])
  await auditOnce(ports, where, `${event.type}|${stored.enrollment.id}|${about}`, event)
  return told
}

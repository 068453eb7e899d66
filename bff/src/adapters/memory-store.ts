import { type Settings, standardSettings } from '../domain/limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { memoryAccounts, memoryAdministration } from './memory-administration.ts'
import { memoryAudit, pruneMemoryAudit } from './memory-audit.ts'
import { memoryBudget, memoryCodes, memoryLimiter } from './memory-counters.ts'
import { memoryHandOvers } from './memory-hand-overs.ts'
import { memoryEnrollments } from './memory-enrollments.ts'
import { memoryOutbox } from './memory-outbox.ts'
import { emptyTables, type Tables } from './memory-tables.ts'
import { type Kept, retention } from './retention.ts'

const forget = <T>(rows: Map<string, T>, over: (row: T) => boolean): void => {
  for (const [id, row] of rows) if (over(row)) rows.delete(id)
}

const prune = (tables: Tables, now: number, { endedEnrollmentsKept, auditKept }: Kept): void => {
  forget(tables.enrollments, ({ enrollment }) => enrollment.endsAt + endedEnrollmentsKept <= now)
  forget(tables.requests, ({ expiresAt }) => expiresAt + retention.request <= now)
  forget(tables.codes, ({ code }) => code.expiresAt + retention.code <= now)
  forget(tables.handOvers, ({ expiresAt }) => expiresAt <= now)
  forget(tables.watchers, ({ since }) => since + retention.handOver <= now)
  forget(tables.mails, ({ usefulUntil }) => usefulUntil + retention.mail <= now)
  forget(tables.usedTokens, (expiresAt) => expiresAt <= now)
  forget(tables.arrivals, (arrival) => arrival <= now)
  forget(tables.attempts, ({ endsAt }) => endsAt <= now)
  pruneMemoryAudit(tables, now, auditKept)
}

/**
 * Every store port in memory: for tests, and for pages whose back end runs in the browser. Nothing outlives the process.
 * `clock` is the store's clock; the rest as in {@link Settings}.
 */
export const createMemoryStore = (
  clock: Clock,
  { resendAfter, limits, ...kept }: Pick<Settings, 'resendAfter' | 'limits'> & Kept = standardSettings,
): Store => {
  const tables = emptyTables()
  return {
    enrollments: memoryEnrollments(tables, clock, resendAfter),
    codes: memoryCodes(tables, clock),
    handOvers: memoryHandOvers(tables, clock, resendAfter),
    outbox: memoryOutbox(tables, clock),
    limiter: memoryLimiter(tables, clock, limits),
    budget: memoryBudget(tables, clock),
    accounts: memoryAccounts(tables, clock),
    audit: memoryAudit(tables, clock),
    administration: memoryAdministration(tables, clock),
    prune: async () => {
      prune(tables, clock.now(), kept)
      return { kind: 'done' }
    },
  }
}

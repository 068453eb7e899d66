import { type Settings, standardSettings } from '../domain/limits.ts'
import type { Store } from '../ports/store.ts'
import { sqlAccounts } from './sql-accounts.ts'
import { sqlAdministration } from './sql-administration.ts'
import { sqlAuditTrail } from './sql-audit-trail.ts'
import { sqlBudget } from './sql-budget.ts'
import { sqlCodes } from './sql-codes.ts'
import { sqlHandOvers } from './sql-hand-overs.ts'
import { sqlEnrollments } from './sql-enrollments.ts'
import { sqlLimiter } from './sql-limiter.ts'
import { sqlOutbox } from './sql-outbox.ts'
import { restedBudget } from './rested-budget.ts'
import type { Kept } from './retention.ts'
import { type Backlog, readBacklog } from './sql-backlog.ts'
import type { Lines, SqlSession } from './sql-session.ts'
import { assertAlone, type Ended, endInFlight, readRest, type RestoredOptions } from './sql-restored.ts'
import { prune } from './sql-retention.ts'
import { assertMigrated, migrate, probe, roomIn, takeOver } from './sql-upkeep.ts'

export type StoreSettings = Pick<Settings, 'resendAfter' | 'limits'> & Kept

export type SqlStore = Store & {
  /** Brings the tables up to this program and names what it did. */
  migrate(): Promise<readonly string[]>
  /** To be called once by a server that begins, after {@link migrate}: mails that a dead one had leased are due. */
  takeOver(): Promise<void>
  /** For a store that was put back to what it was: see {@link endInFlight}. */
  endInFlight(options: RestoredOptions): Promise<Ended>
  /** To be called before anything else. @throws {StoreUnavailable} while instances run on the store. */
  assertAlone(): Promise<void>
  /** @throws {StoreUnavailable} when the tables are not this program's. */
  checkTables(): Promise<void>
  /** How many lines PostgreSQL has for all who are not its administrators; SQLite has no such number. */
  room(): Promise<number | undefined>
  /** What waits in the outbox, and to be sealed. */
  backlog(): Promise<Backlog>
  /** Of the pool, where there is one. */
  lines(): Lines | undefined
  /** Writes and checks the tables; gives the engine's clock in ms, without the offset (STANDARD 10.2). */
  ready(): Promise<number>
  close(): Promise<void>
}

/** The store's ports over an open session. `outlives`: see {@link restedBudget}. */
export const storeOver = (
  session: SqlSession,
  { resendAfter, limits, ...kept }: StoreSettings = standardSettings,
  outlives = false,
): SqlStore => ({
  enrollments: sqlEnrollments(session, resendAfter),
  codes: sqlCodes(session),
  handOvers: sqlHandOvers(session, resendAfter),
  outbox: sqlOutbox(session),
  limiter: sqlLimiter(session, limits),
  budget: restedBudget(sqlBudget(session), () => readRest(session), outlives),
  accounts: sqlAccounts(session),
  audit: sqlAuditTrail(session),
  administration: sqlAdministration(session),
  prune: (signal) => prune(session, kept, signal),
  migrate: () => migrate(session),
  takeOver: () => takeOver(session),
  room: () => roomIn(session),
  backlog: () => readBacklog(session),
  lines: () => session.lines?.(),
  endInFlight: (options) => endInFlight(session, options),
  assertAlone: () => assertAlone(session),
  checkTables: () => assertMigrated(session),
  ready: async () => {
    await assertMigrated(session)
    return probe(session)
  },
  close: () => session.db.destroy(),
})

import type { Kysely } from 'kysely'
import type { AuditEvent } from '../ports/enrollment-store.ts'
import type { Database } from './sql-schema.ts'
import type { SqlSession } from './sql-session.ts'

/** Appends audit lines; inside a transaction they stand or fall with what they tell (STANDARD 11). */
export const insertAudit = async (
  { now }: SqlSession,
  db: Kysely<Database>,
  accountId: string,
  enrollmentId: string | null,
  events: readonly AuditEvent[],
): Promise<void> => {
  if (events.length === 0) return
  const unsealed = { sequence: null, sealed_at: null, previous_hash: null, hash: null }
  const line = { account_id: accountId, enrollment_id: enrollmentId, ...unsealed }
  await db
    .insertInto('audit')
    .values(events.map(({ type, data }) => ({ ...line, at: now(), type, data: JSON.stringify(data) })))
    .execute()
}

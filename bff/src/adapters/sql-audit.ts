import type { Kysely } from 'kysely'
import type { AuditEvent } from '../ports/enrollment-store.ts'
import type { Database } from './sql-schema.ts'
import type { SqlSession } from './sql-session.ts'
import { unheard } from './sql-statement.ts'

type Lines = {
  account_id: string
  enrollment_id: string | null
  lines: readonly { type: string; data: string }[]
}

const append = unheard<Lines>(({ db, now }, { lines, ...whose }) => {
  const unsealed = { sequence: null, sealed_at: null, previous_hash: null, hash: null }
  return db.insertInto('audit').values(lines.map((line) => ({ ...whose, ...unsealed, at: now(), ...line })))
})

/** Appends audit lines; inside a transaction they stand or fall with what they tell (STANDARD 11). */
export const insertAudit = async (
  session: SqlSession,
  db: Kysely<Database>,
  accountId: string,
  enrollmentId: string | null,
  events: readonly AuditEvent[],
): Promise<void> => {
  if (events.length === 0) return
  const lines = events.map(({ type, data }) => ({ type, data: JSON.stringify(data) }))
  await append(session, db, { account_id: accountId, enrollment_id: enrollmentId, lines })
}

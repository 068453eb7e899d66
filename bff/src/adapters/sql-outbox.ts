import { type RawBuilder, sql, type UpdateQueryBuilder, type UpdateResult } from 'kysely'
import * as z from 'zod/mini'
import type { Outbox } from '../ports/enrollment-store.ts'
import { failedMail } from './failed-mail.ts'
import { insertAudit } from './sql-audit.ts'
import type { Database } from './sql-schema.ts'
import type { SqlSession, Trx } from './sql-session.ts'
import { statement } from './sql-statement.ts'

const Item = z.object({ id: z.string(), sealed: z.string(), attempt: z.int(), reference: z.nullable(z.string()) })
const Changed = z.object({
  id: z.string(),
  account_id: z.string(),
  enrollment_id: z.string(),
  code_id: z.nullable(z.string()),
  delivery: z.string(),
  reason: z.nullable(z.string()),
})
const waiting = ['queued', 'delayed'] as const
/** After a long stop there may be thousands, and each costs a line in the audit. */
const givenUpAtOnce = 100

const pastUse = (db: SqlSession['db'], now: RawBuilder<number>) =>
  db.selectFrom('outbox').select('id').where('delivery', 'in', waiting).where('useful_until', '<=', now)

const anyPastUse = statement<object>(({ db, now }) => pastUse(db, now()).limit(sql.lit(1)))

/** The lease is the next due time: a sender that dies lets the mail come up again. */
const leased = statement<{ most: number; lease: number }>(({ db, engine, now }, { most, lease }) =>
  db
    .updateTable('outbox')
    .set((eb) => ({ attempt: eb('attempt', '+', 1), due_at: now(lease) }))
    .where('id', 'in', (eb) => {
      const next = eb
        .selectFrom('outbox')
        .select('id')
        .where('delivery', 'in', waiting)
        .where('due_at', '<=', now())
        .where('useful_until', '>', now())
        .orderBy('due_at')
        // SQLite would plan anew each time for a bare parameter here.
        .limit(sql<number>`cast(${most} as bigint)`)
      return engine === 'postgres' ? next.forUpdate().skipLocked() : next
    })
    .returning((eb) => [
      'id',
      'sealed',
      'attempt',
      eb
        .selectFrom('enrollment')
        .select('reference')
        .whereRef('enrollment.id', '=', 'outbox.enrollment_id')
        .whereRef('enrollment.account_id', '=', 'outbox.account_id')
        .as('reference'),
    ]),
)

/** Whatever another sender reports, a mail that was once accepted has been sent. */
const sent = statement<{ id: string }>(({ db }, { id }) =>
  db.updateTable('outbox').set({ delivery: 'sent', sealed: '', reason: null }).where('id', '=', id),
)

type Change = UpdateQueryBuilder<Database, 'outbox', 'outbox', UpdateResult>

/** Mails of which some may be given up now: those stand in the audit, with the row's last state or not at all. */
const changed = async (session: SqlSession, change: (update: Change) => Change): Promise<void> =>
  session.transaction<void>(async (trx: Trx) => {
    const rows = await change(trx.updateTable('outbox'))
      .where('delivery', 'in', waiting)
      .returning(['id', 'account_id', 'enrollment_id', 'code_id', 'delivery', 'reason'])
      .execute()
    for (const row of rows) {
      const { id, account_id, enrollment_id, code_id, delivery, reason } = Changed.parse(row)
      if (delivery === 'failed')
        await insertAudit(session, trx, account_id, enrollment_id, [failedMail(id, code_id ?? undefined, reason ?? '')])
    }
  })

export const sqlOutbox = (session: SqlSession): Outbox => {
  const { db, now } = session
  return {
    due: async (most, lease) =>
      (await leased(session, db, { most, lease })).map((row) => {
        const { reference, ...item } = Item.parse(row)
        return { ...item, ...(reference === null ? {} : { reference }) }
      }),
    giveUp: async () => {
      // Hardly ever is there one, and a look costs no transaction.
      if ((await anyPastUse(session, db, {})).length > 0)
        await changed(session, (update) =>
          update
            .set({ delivery: 'failed', sealed: '', reason: 'past its use' })
            .where('id', 'in', pastUse(db, now()).limit(givenUpAtOnce)),
        )
    },
    sent: async (id) => {
      await sent(session, db, { id })
    },
    deferred: async (id, delay, reason) => {
      const late = sql<boolean>`useful_until <= ${now(delay)}`
      await changed(session, (update) =>
        update
          .set({
            delivery: sql<'failed' | 'delayed'>`case when ${late} then 'failed' else 'delayed' end`,
            sealed: sql<string>`case when ${late} then '' else sealed end`,
            due_at: now(delay),
            reason,
          })
          .where('id', '=', id),
      )
    },
    failed: async (id, reason) =>
      changed(session, (update) => update.set({ delivery: 'failed', sealed: '', reason }).where('id', '=', id)),
  }
}

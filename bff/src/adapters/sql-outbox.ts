import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { Outbox } from '../ports/enrollment-store.ts'
import type { SqlSession } from './sql-session.ts'

const Item = z.object({ id: z.string(), sealed: z.string(), attempt: z.int() })
const waiting = ['queued', 'delayed'] as const

export const sqlOutbox = ({ db, engine, now }: SqlSession): Outbox => ({
  due: async (most, lease) => {
    await db
      .updateTable('outbox')
      .set({ delivery: 'failed', sealed: '', reason: 'past its use' })
      .where('delivery', 'in', waiting)
      .where('useful_until', '<=', now())
      .execute()
    const leased = await db
      .updateTable('outbox')
      // The lease is the next due time: a sender that dies lets the mail come up again.
      .set((eb) => ({ attempt: eb('attempt', '+', 1), due_at: now(lease) }))
      .where('id', 'in', (eb) => {
        const next = eb
          .selectFrom('outbox')
          .select('id')
          .where('delivery', 'in', waiting)
          .where('due_at', '<=', now())
          .where('useful_until', '>', now())
          .orderBy('due_at')
          .limit(most)
        return engine === 'postgres' ? next.forUpdate().skipLocked() : next
      })
      .returning(['id', 'sealed', 'attempt'])
      .execute()
    return leased.map((row) => Item.parse(row))
  },
  sent: async (id) => {
    // Whatever another sender reports, a mail that was once accepted has been sent.
    await db.updateTable('outbox').set({ delivery: 'sent', sealed: '', reason: null }).where('id', '=', id).execute()
  },
  deferred: async (id, delay, reason) => {
    const late = sql<boolean>`useful_until <= ${now(delay)}`
    await db
      .updateTable('outbox')
      .set({
        delivery: sql<'failed' | 'delayed'>`case when ${late} then 'failed' else 'delayed' end`,
        sealed: sql<string>`case when ${late} then '' else sealed end`,
        due_at: now(delay),
        reason,
      })
      .where('id', '=', id)
      .where('delivery', 'in', waiting)
      .execute()
  },
  failed: async (id, reason) => {
    await db
      .updateTable('outbox')
      .set({ delivery: 'failed', sealed: '', reason })
      .where('id', '=', id)
      .where('delivery', 'in', waiting)
      .execute()
  },
})

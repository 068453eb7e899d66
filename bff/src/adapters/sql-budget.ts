import { type Kysely, sql } from 'kysely'
import * as z from 'zod/mini'
import type { AttemptBudget, Slot, Verdict } from '../ports/limiter.ts'
import { verdictFor } from './gcra.ts'
import type { Database } from './sql-schema.ts'
import { type SqlSession, Undone } from './sql-session.ts'
import { statement } from './sql-statement.ts'

const Window = z.object({ ends_at: z.int(), now: z.int() })
const Reserved = z.object({ key: z.string(), failed: z.int() })
const Forgiven = z.object({ key: z.string(), forgiven: z.int() })

/** A refusal decided by a write, whatever a later reading would say. */
const refusal = (verdict: Verdict): Extract<Verdict, { ok: false }> =>
  verdict.ok ? { ok: false, retryAfter: 1 } : verdict

type Reservation = { readonly keys: readonly string[]; readonly allowed: number; readonly window: number }

/** One upsert: every key that has a slot left gives it, the others give no row back. */
const taken = statement<Reservation>(({ db, now }, { keys, allowed, window }) => {
  const anew = sql<boolean>`attempt_budget.ends_at <= ${now()}`
  return db
    .insertInto('attempt_budget')
    .values(keys.map((key) => ({ key, used: 1, failed: 0, forgiven: 0, ends_at: now(window) })))
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          used: sql<number>`case when ${anew} then 1 else attempt_budget.used + 1 end`,
          failed: sql<number>`case when ${anew} then 0 else attempt_budget.failed end`,
          forgiven: sql<number>`case when ${anew} then 0 else attempt_budget.forgiven end`,
          // From the last try on, as a directory counts: a window from the first could meet two of its windows.
          ends_at: sql<number>`excluded.ends_at`,
        })
        .where(sql<boolean>`${anew} or attempt_budget.used < ${allowed}`),
    )
    .returning(['key', 'failed'])
})

const reserveOne = async (
  session: SqlSession,
  db: Kysely<Database>,
  reservation: Reservation,
): Promise<Slot | undefined> => {
  const reserved = await taken(session, db, reservation)
  if (reserved.length < reservation.keys.length) return undefined
  return {
    ok: true,
    known: Object.fromEntries(reserved.map((row) => Reserved.parse(row)).map((row) => [row.key, row.failed])),
  }
}

/** When the last of the spent keys has a slot again. */
const waitForSlot = async ({ db, now }: SqlSession, keys: readonly string[], allowed: number) => {
  const found = await db
    .selectFrom('attempt_budget')
    .select('ends_at')
    .select(now().as('now'))
    .where('key', 'in', keys)
    .where('used', '>=', allowed)
    .execute()
  const waits = found.map((row) => Window.parse(row)).map(({ ends_at, now: read }) => ends_at - read)
  return refusal(verdictFor(waits))
}

/** One statement, which locks its rows in the order of reservations. */
const freeSlot = statement<{ keys: readonly string[] }>(({ db, engine }, { keys }) =>
  db
    .updateTable('attempt_budget')
    .set((eb) => ({ used: eb('used', '-', 1) }))
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('attempt_budget')
        .select('key')
        .where('key', 'in', keys)
        .where('used', '>', 0)
        .orderBy('key')
        .$if(engine === 'postgres', (query) => query.forUpdate()),
    ),
)

export const sqlBudget = (session: SqlSession): AttemptBudget => {
  const { db } = session
  return {
    reserve: async (given, allowed, window) => {
      // In one order everywhere, so that two reservations lock their rows alike.
      const keys = [...new Set(given)].sort()
      const reserve = (on: Kysely<Database>) => reserveOne(session, on, { keys, allowed, window })
      const slot =
        keys.length === 1
          ? await reserve(db)
          : await session.transaction<Slot | undefined>(async (trx) => (await reserve(trx)) ?? new Undone(undefined))
      return slot ?? waitForSlot(session, keys, allowed)
    },
    giveBack: async (keys) => {
      for (const key of keys)
        await db
          .updateTable('attempt_budget')
          .set((eb) => ({ used: eb('used', '-', 1) }))
          .where('key', '=', key)
          .where('used', '>', 0)
          .execute()
    },
    // One key a statement: it waits for one row, and holds none meanwhile.
    settle: async (keys) => {
      for (const key of keys)
        await db
          .updateTable('attempt_budget')
          .set((eb) => ({ failed: eb('failed', '+', 1) }))
          .where('key', '=', key)
          .execute()
    },
    forgive: async ({ known }, own, shared) => {
      // Nothing was known to have failed: only this slot is free again.
      if (own.every((key) => (known[key] ?? 0) === 0)) {
        await freeSlot(session, db, { keys: [...own, ...shared] })
        return
      }
      await session.transaction<void>(async (trx) => {
        const locked = await trx
          .selectFrom('attempt_budget')
          .select(['key', 'forgiven'])
          .where('key', 'in', [...own, ...shared])
          // In the order of reservations.
          .orderBy('key')
          .$if(session.engine === 'postgres', (query) => query.forUpdate())
          .execute()
        const held = locked.map((row) => Forgiven.parse(row))
        for (const [index, key] of own.entries()) {
          const mine = held.find((row) => row.key === key)
          if (mine === undefined) continue
          const forgiving = Math.max(0, (known[key] ?? 0) - mine.forgiven)
          await trx
            .updateTable('attempt_budget')
            .set({
              used: sql<number>`case when used > ${forgiving + 1} then used - ${forgiving + 1} else 0 end`,
              forgiven: sql<number>`forgiven + ${forgiving}`,
            })
            .where('key', 'in', [key, ...shared.slice(index, index + 1)])
            .execute()
        }
      })
    },
  }
}

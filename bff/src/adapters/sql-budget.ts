import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { AttemptBudget, Verdict } from '../ports/limiter.ts'
import { verdictFor } from './gcra.ts'
import type { SqlSession } from './sql-session.ts'
import { statement, writtenOut } from './sql-statement.ts'

const Window = z.object({ ends_at: z.int(), now: z.int() })
const Reserved = z.object({ key: z.string(), failed: z.int() })
const Forgiven = z.object({ key: z.string(), forgiven: z.int() })

/** A refusal decided by a write, whatever a later reading would say. */
const refusal = (verdict: Verdict): Extract<Verdict, { ok: false }> =>
  verdict.ok ? { ok: false, retryAfter: 1 } : verdict

type Reservation = { readonly keys: readonly string[]; readonly allowed: number; readonly window: number }

/**
 * Every key gives a slot, or none does. Of keys that nobody had before can PostgreSQL meanwhile see one spent by another
 * process: then what was taken is to be given back. A window counts from the last try on, as a directory's does: from the
 * first it could meet two of the directory's.
 */
const taken = statement<Reservation>((making, { keys, allowed, window }) => {
  const { now, engine } = making
  const wanted = sql.join(
    keys.map((key) => sql`select cast(${key} as text) as key`),
    sql` union all `,
  )
  // PostgreSQL waits for whoever takes from them now, and reads what they left.
  const locks = engine === 'postgres' ? sql`order by key for update` : sql``
  const anew = sql<boolean>`attempt_budget.ends_at <= ${now()}`
  return writtenOut(
    sql`insert into attempt_budget (key, used, failed, forgiven, ends_at)
    with standing as materialized
      (select used, ends_at from attempt_budget where key in (${sql.join(keys)}) ${locks})
    select wanted.key, 1, 0, 0, ${now(window)} from (${wanted}) as wanted
    where not exists (select 1 from standing where standing.ends_at > ${now()} and standing.used >= ${allowed})
    order by wanted.key
    on conflict (key) do update set
      used = case when ${anew} then 1 else attempt_budget.used + 1 end,
      failed = case when ${anew} then 0 else attempt_budget.failed end,
      forgiven = case when ${anew} then 0 else attempt_budget.forgiven end,
      ends_at = excluded.ends_at
    where ${anew} or attempt_budget.used < ${allowed}
    returning key, failed`,
    making,
  )
})

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
      const reserved = (await taken(session, db, { keys, allowed, window })).map((row) => Reserved.parse(row))
      if (reserved.length === keys.length)
        return { ok: true, known: Object.fromEntries(reserved.map(({ key, failed }) => [key, failed])) }
      if (reserved.length > 0) await freeSlot(session, db, { keys: reserved.map(({ key }) => key) })
      return waitForSlot(session, keys, allowed)
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

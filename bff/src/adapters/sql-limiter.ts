import { type Kysely, sql } from 'kysely'
import * as z from 'zod/mini'
import type { LimitName, Rates } from '../domain/limits.ts'
import type { AttemptBudget, Limiter, Verdict } from '../ports/limiter.ts'
import { limitVerdictFor, type Pace, pacesOf, verdictFor, waitFor } from './gcra.ts'
import type { Database } from './sql-schema.ts'
import { type SqlSession, Undone } from './sql-session.ts'

const Bucket = z.object({ name: z.string(), arrival_at: z.int(), now: z.int() })
const Window = z.object({ ends_at: z.int(), now: z.int() })

/** A refusal decided by a write, whatever a later reading would say. */
const refusal = (verdict: Verdict): Verdict => (verdict.ok ? { ok: false, retryAfter: 1 } : verdict)

/** One upsert: every bucket that has room moves on, the others give no row back. */
const moveOn = async (
  { now }: SqlSession,
  db: Kysely<Database>,
  paces: readonly Pace[],
  key: string,
): Promise<number> => {
  const moved = await db
    .insertInto('rate_limit')
    .values(
      paces.map(({ name, interval, per }) => ({
        name,
        key,
        arrival_at: now(interval),
        interval_ms: interval,
        per_ms: per,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'key'])
        // `excluded.arrival_at - excluded.interval_ms` is the clock, read once for the row.
        .doUpdateSet({
          arrival_at: sql<number>`case
            when rate_limit.arrival_at > excluded.arrival_at - excluded.interval_ms
            then rate_limit.arrival_at + excluded.interval_ms
            else excluded.arrival_at end`,
          interval_ms: sql<number>`excluded.interval_ms`,
          per_ms: sql<number>`excluded.per_ms`,
        })
        .where(
          sql<boolean>`rate_limit.arrival_at + excluded.interval_ms <= excluded.arrival_at - excluded.interval_ms + excluded.per_ms`,
        ),
    )
    .returning('name')
    .execute()
  return moved.length
}

/** Sets a mark that stands for its window, beside what it tells of. `false`: it stands already. */
export const takeMark = async (
  session: SqlSession,
  db: Kysely<Database>,
  mark: LimitName,
  key: string,
): Promise<boolean> => (await moveOn(session, db, pacesOf([mark]), key)) === 1

export const sqlLimiter = (session: SqlSession, rates: Rates): Limiter => {
  const peek: Limiter['peek'] = async (names, key, factor) => {
    const paces = pacesOf(names, factor, rates)
    const found = await session.db
      .selectFrom('rate_limit')
      .select(['name', 'arrival_at'])
      .select(session.now().as('now'))
      .where('key', '=', key)
      .where(
        'name',
        'in',
        paces.map(({ name }) => name),
      )
      .execute()
    const buckets = found.map((row) => Bucket.parse(row))
    return limitVerdictFor(
      paces.flatMap((pace) => {
        const bucket = buckets.find(({ name }) => name === pace.name)
        return bucket === undefined ? [] : [{ limit: pace.name, wait: waitFor(pace, bucket.arrival_at, bucket.now) }]
      }),
    )
  }
  const taken = async (paces: readonly Pace[], key: string): Promise<boolean> => {
    // A statement by itself is atomic; several buckets, of which one may refuse, need a way back.
    if (paces.length === 1) return (await moveOn(session, session.db, paces, key)) === 1
    return session.transaction<boolean>(
      async (trx) => (await moveOn(session, trx, paces, key)) === paces.length || new Undone(false),
    )
  }
  return {
    peek,
    giveBack: async (names, key, factor) => {
      for (const { name, interval } of pacesOf(names, factor, rates))
        await session.db
          .updateTable('rate_limit')
          .set((eb) => ({ arrival_at: eb('arrival_at', '-', interval) }))
          .where('name', '=', name)
          .where('key', '=', key)
          .execute()
    },
    take: async (names, key, factor) => {
      const paces = pacesOf(names, factor, rates)
      const [first] = paces
      if (first === undefined || (await taken(paces, key))) return { ok: true }
      const now = await peek(names, key, factor)
      return now.ok ? { ok: false, retryAfter: 1, limit: first.name } : now
    },
  }
}

/** One upsert: every key that has a slot left gives it, the others give no row back. */
const reserveOne = async (
  { now }: SqlSession,
  db: Kysely<Database>,
  keys: readonly string[],
  allowed: number,
  window: number,
): Promise<number> => {
  const reserved = await db
    .insertInto('attempt_budget')
    .values(keys.map((key) => ({ key, used: 1, ends_at: now(window) })))
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          used: sql<number>`case when attempt_budget.ends_at <= ${now()} then 1 else attempt_budget.used + 1 end`,
          // From the last try on, as a directory counts: a window from the first could meet two of its windows.
          ends_at: sql<number>`excluded.ends_at`,
        })
        .where(sql<boolean>`attempt_budget.ends_at <= ${now()} or attempt_budget.used < ${allowed}`),
    )
    .returning('key')
    .execute()
  return reserved.length
}

/** When the last of the spent keys has a slot again. */
const waitForSlot = async ({ db, now }: SqlSession, keys: readonly string[], allowed: number): Promise<Verdict> => {
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

export const sqlBudget = (session: SqlSession): AttemptBudget => {
  const { db } = session
  return {
    reserve: async (given, allowed, window) => {
      // In one order everywhere, so that two reservations lock their rows alike.
      const keys = [...new Set(given)].sort()
      const reserved =
        keys.length === 1
          ? (await reserveOne(session, db, keys, allowed, window)) === 1
          : await session.transaction<boolean>(
              async (trx) =>
                (await reserveOne(session, trx, keys, allowed, window)) === keys.length || new Undone(false),
            )
      return reserved ? { ok: true } : waitForSlot(session, keys, allowed)
    },
    giveBack: async (keys) => {
      await db
        .updateTable('attempt_budget')
        .set((eb) => ({ used: eb('used', '-', 1) }))
        .where('key', 'in', keys)
        .where('used', '>', 0)
        .execute()
    },
    forget: async (own, shared) =>
      session.transaction<void>(async (trx) => {
        const forgotten = await trx.deleteFrom('attempt_budget').where('key', 'in', own).returning('used').execute()
        const used = Math.max(0, ...forgotten.map((row) => row.used))
        // PostgreSQL has no empty list.
        if (used === 0 || shared.length === 0) return
        await trx
          .updateTable('attempt_budget')
          .set({ used: sql<number>`case when used > ${used} then used - ${used} else 0 end` })
          .where('key', 'in', shared)
          .execute()
      }),
  }
}

import { type Kysely, sql } from 'kysely'
import * as z from 'zod/mini'
import { type LimitName, limits, type Rates } from '../domain/limits.ts'
import type { Limiter } from '../ports/limiter.ts'
import { limitVerdictFor, type Pace, pacesOf, waitFor } from './gcra.ts'
import type { Database } from './sql-schema.ts'
import type { SqlSession } from './sql-session.ts'

const Bucket = z.object({ name: z.string(), arrival_at: z.int(), now: z.int() })
const Moved = z.object({
  name: z.custom<LimitName>((value) => typeof value === 'string' && Object.hasOwn(limits, value)),
})

/**
 * One statement: the buckets move on, all or none. Only of those that nobody had before can PostgreSQL meanwhile see one
 * taken by another process: then those that did move on are given back their names.
 */
const moveOn = async (
  { now, engine }: SqlSession,
  db: Kysely<Database>,
  paces: readonly Pace[],
  key: string,
): Promise<readonly LimitName[]> => {
  const wanted = sql.join(
    paces.map(
      ({ name, interval, per }) =>
        sql`select cast(${name} as text) as name, cast(${interval} as bigint) as pace, cast(${per} as bigint) as per`,
    ),
    sql` union all `,
  )
  // PostgreSQL waits for whoever takes from them now, and reads what they left. Of one the statement's end sees to it.
  const locks = engine === 'postgres' && paces.length > 1 ? sql`order by name for update` : sql``
  const names = sql.join(paces.map(({ name }) => sql`${name}`))
  // `excluded.arrival_at - excluded.interval_ms` is the clock, read once for the row.
  const { rows } = await sql`insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
    with standing as materialized
      (select name, arrival_at from rate_limit where key = ${key} and name in (${names}) ${locks})
    select wanted.name, cast(${key} as text), ${now()} + wanted.pace, wanted.pace, wanted.per from (${wanted}) as wanted
    where not exists (
      select 1 from standing join (${wanted}) as asked on asked.name = standing.name
      where standing.arrival_at + asked.pace > ${now()} + asked.per)
    order by wanted.name
    on conflict (name, key) do update set
      arrival_at = case
        when rate_limit.arrival_at > excluded.arrival_at - excluded.interval_ms
        then rate_limit.arrival_at + excluded.interval_ms
        else excluded.arrival_at end,
      interval_ms = excluded.interval_ms,
      per_ms = excluded.per_ms
    where rate_limit.arrival_at + excluded.interval_ms <= excluded.arrival_at - excluded.interval_ms + excluded.per_ms
    returning name`.execute(db)
  return rows.map((row) => Moved.parse(row).name)
}

/** One statement, which locks its rows in the order of {@link moveOn}. */
const moveBack = async (session: SqlSession, paces: readonly Pace[], key: string): Promise<void> => {
  const [first, ...others] = paces
  if (first === undefined) return
  const interval = others.reduce(
    (other, pace) => sql<number>`case when name = ${pace.name} then cast(${pace.interval} as bigint) else ${other} end`,
    sql<number>`cast(${first.interval} as bigint)`,
  )
  await session.db
    .updateTable('rate_limit')
    .set((eb) => ({ arrival_at: eb('arrival_at', '-', interval) }))
    .where('key', '=', key)
    .where('name', 'in', (eb) =>
      eb
        .selectFrom('rate_limit')
        .select('name')
        .where('key', '=', key)
        .where(
          'name',
          'in',
          paces.map(({ name }) => name),
        )
        .orderBy('name')
        .$if(session.engine === 'postgres', (query) => query.forUpdate()),
    )
    .execute()
}

/** Sets a mark that stands for its window, beside what it tells of. `false`: it stands already. */
export const takeMark = async (
  session: SqlSession,
  db: Kysely<Database>,
  mark: LimitName,
  key: string,
): Promise<boolean> => (await moveOn(session, db, pacesOf([mark]), key)).length === 1

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
    const moved = await moveOn(session, session.db, paces, key)
    if (moved.length === paces.length) return true
    await moveBack(
      session,
      paces.filter(({ name }) => moved.includes(name)),
      key,
    )
    return false
  }
  return {
    peek,
    giveBack: (names, key, factor) => moveBack(session, pacesOf(names, factor, rates), key),
    take: async (names, key, factor) => {
      const paces = pacesOf(names, factor, rates)
      const [first] = paces
      if (first === undefined || (await taken(paces, key))) return { ok: true }
      const now = await peek(names, key, factor)
      return now.ok ? { ok: false, retryAfter: 1, limit: first.name } : now
    },
  }
}

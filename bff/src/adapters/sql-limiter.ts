import { type Kysely, sql } from 'kysely'
import * as z from 'zod/mini'
import { type LimitName, limits, type Rates } from '../domain/limits.ts'
import type { Limiter } from '../ports/limiter.ts'
import { limitVerdictFor, type Pace, pacesOf, waitFor } from './gcra.ts'
import type { Database } from './sql-schema.ts'
import type { SqlSession } from './sql-session.ts'
import { statement, writtenOut } from './sql-statement.ts'

const Bucket = z.object({ name: z.string(), arrival_at: z.int(), now: z.int() })
const Moved = z.object({
  name: z.custom<LimitName>((value) => typeof value === 'string' && Object.hasOwn(limits, value)),
})

type Taking = { readonly key: string; readonly paces: readonly Pace[] }

/** The buckets move on, all or none. */
const onward = statement<Taking>((making, { key, paces }) => {
  const { now, engine } = making
  const wanted = sql.join(
    paces.map(
      ({ name, interval, per }) =>
        sql`select cast(${name} as text) as name, cast(${interval} as bigint) as pace, cast(${per} as bigint) as per`,
    ),
    sql` union all `,
  )
  // PostgreSQL waits for whoever takes from them now, and reads what they left. Of one the statement's end sees to it.
  const locks = engine === 'postgres' && paces.length > 1 ? sql`order by name for update` : sql``
  const names = sql.join(paces.map(({ name }) => name))
  // `excluded.arrival_at - excluded.interval_ms` is the clock, read once for the row.
  return writtenOut(
    sql`insert into rate_limit (name, key, arrival_at, interval_ms, per_ms)
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
    returning name`,
    making,
  )
})

/**
 * One statement. Only of buckets that nobody had before can PostgreSQL meanwhile see one taken by another process: then
 * those that did move on are given back their names.
 */
const moveOn = async (session: SqlSession, db: Kysely<Database>, taking: Taking): Promise<readonly LimitName[]> =>
  (await onward(session, db, taking)).map((row) => Moved.parse(row).name)

const back = statement<Taking>(({ db, engine }, { key, paces }) => {
  const [first, ...others] = paces
  if (first === undefined) throw new Error('nothing to give back')
  const interval = others.reduce(
    (other, pace) => sql<number>`case when name = ${pace.name} then cast(${pace.interval} as bigint) else ${other} end`,
    sql<number>`cast(${first.interval} as bigint)`,
  )
  return db
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
        .$if(engine === 'postgres', (query) => query.forUpdate()),
    )
})

/** One statement, which locks its rows in the order of {@link moveOn}. */
const moveBack = async (session: SqlSession, taking: Taking): Promise<void> => {
  if (taking.paces.length > 0) await back(session, session.db, taking)
}

const bucketsOf = statement<{ key: string; names: readonly LimitName[] }>(({ db, now }, { key, names }) =>
  db
    .selectFrom('rate_limit')
    .select(['name', 'arrival_at'])
    .select(now().as('now'))
    .where('key', '=', key)
    .where('name', 'in', names),
)

/** Sets a mark that stands for its window, beside what it tells of. `false`: it stands already. */
export const takeMark = async (
  session: SqlSession,
  db: Kysely<Database>,
  mark: LimitName,
  key: string,
): Promise<boolean> => (await moveOn(session, db, { key, paces: pacesOf([mark]) })).length === 1

export const sqlLimiter = (session: SqlSession, rates: Rates): Limiter => {
  const peek: Limiter['peek'] = async (names, key, factor) => {
    const paces = pacesOf(names, factor, rates)
    const found = await bucketsOf(session, session.db, { key, names: paces.map(({ name }) => name) })
    const buckets = found.map((row) => Bucket.parse(row))
    return limitVerdictFor(
      paces.flatMap((pace) => {
        const bucket = buckets.find(({ name }) => name === pace.name)
        return bucket === undefined ? [] : [{ limit: pace.name, wait: waitFor(pace, bucket.arrival_at, bucket.now) }]
      }),
    )
  }
  const taken = async (paces: readonly Pace[], key: string): Promise<boolean> => {
    const moved = await moveOn(session, session.db, { key, paces })
    if (moved.length === paces.length) return true
    await moveBack(session, { key, paces: paces.filter(({ name }) => moved.includes(name)) })
    return false
  }
  return {
    peek,
    giveBack: (names, key, factor) => moveBack(session, { key, paces: pacesOf(names, factor, rates) }),
    take: async (names, key, factor) => {
      const paces = pacesOf(names, factor, rates)
      const [first] = paces
      if (first === undefined || (await taken(paces, key))) return { ok: true }
      const now = await peek(names, key, factor)
      return now.ok ? { ok: false, retryAfter: 1, limit: first.name } : now
    },
  }
}

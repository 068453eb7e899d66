import { sql } from 'kysely'
import type { Pruning } from '../ports/store.ts'
import { type Kept, retention } from './retention.ts'
import { pruneAudit } from './sql-audit-chain.ts'
import type { SqlSession, Trx } from './sql-session.ts'

const expiring = ({ endedEnrollmentsKept }: Kept) =>
  [
    ['rate_limit', 'arrival_at', 0],
    ['attempt_budget', 'ends_at', 0],
    ['used_token', 'expires_at', 0],
    ['one_time_code', 'expires_at', retention.code],
    ['hand_over', 'expires_at', 0],
    ['watcher', 'since', retention.handOver],
    ['outbox', 'useful_until', retention.mail],
    ['enrollment', 'ends_at', endedEnrollmentsKept],
    ['enrollment_request', 'expires_at', retention.request],
  ] as const

type Work = (trx: Trx, most: number) => Promise<number>

const expired =
  ({ engine, now }: SqlSession, name: string, column: string, kept: number): Work =>
  async (trx, most) => {
    const row = sql.ref(engine === 'postgres' ? 'ctid' : 'rowid')
    const table = sql.table(name)
    // As a query of its own the clock is read once, and an index serves.
    const isOver = sql`${sql.ref(column)} <= (select ${now(-kept)})`
    // A row that a request holds is left for the next time: whoever waits here would hold up others meanwhile.
    const free = engine === 'postgres' ? sql`for update skip locked` : sql``
    const some = sql`select ${row} from ${table} where ${isOver} order by ${sql.ref(column)} limit ${most} ${free}`
    // Asked again of the row itself: it may have moved on since it was found.
    const { numAffectedRows } = await sql`delete from ${table} where ${row} in (${some}) and ${isOver}`.execute(trx)
    return Number(numAffectedRows)
  }

/**
 * Rows of one transaction: as many as take this long, in ms, which is how long a request may have to wait for one. Not
 * fewer than some: on a slow disk it is the commit that takes the time, and not the rows.
 */
export const wanted = { ms: 25, least: 200, most: 2000 } as const

export const nextSize = (size: number, tookMs: number): number =>
  Math.max(wanted.least, Math.min(wanted.most, tookMs > wanted.ms ? Math.floor(size / 2) : size * 2))

/** The rest between two transactions: at least as long as the one took, so that half of the time is others'. */
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** All of one kind. Each transaction asks anew whether it is alone, so that one whose instance died holds nobody up. */
const pruneOne = async (session: SqlSession, work: Work, signal: AbortSignal | undefined): Promise<Pruning> => {
  for (let size: number = wanted.least; ;) {
    if (signal?.aborted === true) return { kind: 'stopped' }
    const began = performance.now()
    const gone = await session.transaction(async (trx) =>
      (await session.aloneNow(trx, 'retention')) ? work(trx, size) : undefined,
    )
    if (gone === undefined) return { kind: 'elsewhere' }
    if (gone < size) return { kind: 'done' }
    const took = performance.now() - began
    size = nextSize(size, took)
    await rest(took)
  }
}

/** {@link Store.prune}: one instance of the fleet at a time (docs/decisions/0031). */
export const prune = async (session: SqlSession, kept: Kept, signal?: AbortSignal): Promise<Pruning> => {
  const works = [
    ...expiring(kept).map(([name, column, keptFor]) => expired(session, name, column, keptFor)),
    pruneAudit(session, kept.auditKept),
  ]
  for (const work of works) {
    const pruning = await pruneOne(session, work, signal)
    if (pruning.kind !== 'done') return pruning
  }
  return { kind: 'done' }
}

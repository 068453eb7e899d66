import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { SqlSession } from './sql-session.ts'

/** How many wait, and for how many ms the first of them has. */
type Queue = { readonly waiting: number; readonly oldest: number }

/** What the store's two queues hold: mails by when they were due, audit lines by when they were written. */
export type Backlog = { readonly outbox: Queue; readonly audit: Queue }

const Row = z.object({
  mails: z.int(),
  due: z.nullable(z.int()),
  lines: z.int(),
  at: z.nullable(z.int()),
  now: z.int(),
})

const queue = (waiting: number, since: number | null, now: number): Queue => ({
  waiting,
  oldest: since === null ? 0 : Math.max(0, now - since),
})

/** One statement, over indexes that hold what waits and little else. */
export const readBacklog = async ({ db, now }: SqlSession): Promise<Backlog> => {
  const waiting = sql`from outbox where delivery in ('queued', 'delayed')`
  const unsealed = sql`from audit where sequence is null`
  const { rows } = await sql`select
    (select cast(count(*) as integer) ${waiting}) as mails,
    (select min(due_at) ${waiting}) as due,
    (select cast(count(*) as integer) ${unsealed}) as lines,
    (select at ${unsealed} order by id limit 1) as at,
    ${now()} as now`.execute(db)
  const { mails, due, lines, at, now: present } = Row.parse(rows[0])
  return { outbox: queue(mails, due, present), audit: queue(lines, at, present) }
}

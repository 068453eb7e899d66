import * as z from 'zod/mini'
import type { AuditTrail } from '../ports/audit-trail.ts'
import { type ChainedLine, verifyChain } from './audit-chain.ts'
import { insertAudit } from './sql-audit.ts'
import { readChain, sealLines } from './sql-audit-chain.ts'
import { auditLine } from './sql-records.ts'
import type { SqlSession } from './sql-session.ts'

const columns = [
  'id',
  'at',
  'account_id',
  'enrollment_id',
  'type',
  'data',
  'sequence',
  'sealed_at',
  'previous_hash',
  'hash',
] as const

const Tail = z.object({ count: z.int(), oldest: z.nullable(z.int()), now: z.int() })

/** As it lies there, whatever somebody made of it: what does not fit its hash is for the walk to find, not for a parser. */
const Chained = z.pipe(
  z.looseObject({ sequence: z.int() }),
  z.transform((row): ChainedLine => {
    const text = (value: unknown): string => (typeof value === 'string' ? value : `not a text: ${String(value)}`)
    const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)
    return {
      sequence: row.sequence,
      id: number(row['id']),
      at: number(row['at']),
      accountId: text(row['account_id']),
      enrollmentId: row['enrollment_id'] === null ? null : text(row['enrollment_id']),
      type: text(row['type']),
      data: text(row['data']),
      sealedAt: number(row['sealed_at']),
      previousHash: text(row['previous_hash']),
      hash: text(row['hash']),
    }
  }),
)

export const sqlAuditTrail = (session: SqlSession): AuditTrail => {
  const { db, now } = session
  return {
    append: async (accountId, events, enrollmentId) =>
      insertAudit(session, db, accountId, enrollmentId ?? null, events),
    seal: (most) => sealLines(session, most),
    verify: (noted) =>
      verifyChain(
        {
          chain: () => readChain(db),
          sealedAfter: async (sequence, most) => {
            const rows = db
              .selectFrom('audit')
              .select(columns)
              .where('sequence', '>', sequence)
              .orderBy('sequence')
              .limit(most)
            return (await rows.execute()).map((row) => Chained.parse(row))
          },
          tail: async () => {
            const row = await db
              .selectFrom('audit')
              .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min<number | null>('at').as('oldest')])
              .select(now().as('now'))
              .where('sequence', 'is', null)
              .executeTakeFirst()
            const { oldest, ...tail } = Tail.parse(row)
            return { ...tail, ...(oldest === null ? {} : { oldest }) }
          },
        },
        noted,
      ),
    lines: async ({ accountId, since, until, after, most }) => {
      const rows = db
        .selectFrom('audit')
        .select(columns)
        .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? ''))
        .$if(since !== undefined, (query) => query.where('at', '>=', since ?? 0))
        .$if(until !== undefined, (query) => query.where('at', '<', until ?? 0))
        // The first condition is what the index of times is good for.
        .$if(after !== undefined, (query) =>
          query
            .where('at', '>=', after?.at ?? 0)
            .where((eb) => eb.or([eb('at', '>', after?.at ?? 0), eb('id', '>', after?.id ?? 0)])),
        )
        .orderBy('at')
        .orderBy('id')
        .limit(most)
      return (await rows.execute()).map(auditLine)
    },
  }
}

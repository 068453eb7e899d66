import { SeenBrowser } from '@muster/shared/hand-over'
import * as z from 'zod/mini'
import type { HandOver, HandOverStore } from '../ports/hand-over-store.ts'
import { insertAudit } from './sql-audit.ts'
import { readById } from './sql-enrollment-row.ts'
import type { SqlSession } from './sql-session.ts'

const Offered = z.object({ taker_digest: z.null(), expires_at: z.int() })
const Taken = z.object({ taker_digest: z.string(), number: z.string(), seen: z.string(), expires_at: z.int() })
const Row = z.union([Offered, Taken])
const End = z.object({ expires_at: z.int() })

const seenIn = (json: string): SeenBrowser => SeenBrowser.parse(JSON.parse(json))

const handOverOf = (row: z.infer<typeof Row>): HandOver =>
  row.taker_digest === null
    ? { kind: 'offered', expiresAt: row.expires_at }
    : {
        kind: 'taken',
        number: row.number,
        by: seenIn(row.seen),
        takerDigest: row.taker_digest,
        expiresAt: row.expires_at,
      }

export const sqlHandOvers = (session: SqlSession, resendAfter: number): HandOverStore => {
  const { db, now } = session
  /** Those that have not expired, of enrollments that are not closed. */
  const live = () =>
    db
      .selectFrom('hand_over as h')
      .innerJoin('enrollment as e', (join) =>
        join.onRef('e.id', '=', 'h.enrollment_id').onRef('e.account_id', '=', 'h.account_id'),
      )
      .where('h.expires_at', '>', now())
      .where('e.closed_at', 'is', null)
      .select(['h.account_id', 'h.enrollment_id', 'h.taker_digest', 'h.number', 'h.seen', 'h.expires_at'])
  return {
    offer: async ({ enrollment: { accountId, id } }, codeDigest, lifetime, audit) =>
      session.transaction<number | undefined>(async (trx) => {
        const active = await trx
          .updateTable('enrollment')
          .set({ active_at: now() })
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .where('closed_at', 'is', null)
          .returning('id')
          .executeTakeFirst()
        if (active === undefined) return undefined
        const fresh = {
          code_digest: codeDigest,
          taker_digest: null,
          number: null,
          seen: null,
          expires_at: now(lifetime),
        }
        const offered = await trx
          .insertInto('hand_over')
          .values({ enrollment_id: id, account_id: accountId, ...fresh })
          .onConflict((conflict) => conflict.column('enrollment_id').doUpdateSet(fresh))
          .returning('expires_at')
          .executeTakeFirstOrThrow()
        await insertAudit(session, trx, accountId, id, audit)
        return End.parse(offered).expires_at
      }),

    offered: async (codeDigest) => {
      const found = await live().where('h.code_digest', '=', codeDigest).executeTakeFirst()
      return found && readById(session, found.account_id, found.enrollment_id, resendAfter)
    },

    take: async (codeDigest, { takerDigest, number, by, lifetime }, audit) =>
      session.transaction<number | undefined>(async (trx) => {
        const taken = await trx
          .updateTable('hand_over')
          .set({
            code_digest: null,
            taker_digest: takerDigest,
            number,
            seen: JSON.stringify(by),
            expires_at: now(lifetime),
          })
          .where('code_digest', '=', codeDigest)
          .where('expires_at', '>', now())
          .where(({ exists, selectFrom }) =>
            exists(
              selectFrom('enrollment as e')
                .select('e.id')
                .whereRef('e.id', '=', 'hand_over.enrollment_id')
                .whereRef('e.account_id', '=', 'hand_over.account_id')
                .where('e.closed_at', 'is', null),
            ),
          )
          .returning(['account_id', 'enrollment_id', 'expires_at'])
          .executeTakeFirst()
        if (taken === undefined) return undefined
        await insertAudit(session, trx, taken.account_id, taken.enrollment_id, audit)
        return End.parse(taken).expires_at
      }),

    taken: async (takerDigest) => {
      const found = await live().where('h.taker_digest', '=', takerDigest).executeTakeFirst()
      const handOver = found && handOverOf(Row.parse(found))
      return handOver?.kind === 'taken' ? handOver : undefined
    },

    of: async (accountId, enrollmentId) => {
      const found = await live()
        .where('h.account_id', '=', accountId)
        .where('h.enrollment_id', '=', enrollmentId)
        .executeTakeFirst()
      return found && handOverOf(Row.parse(found))
    },

    refuse: async (accountId, enrollmentId, takerDigest, audit) =>
      session.transaction<boolean>(async (trx) => {
        const all = trx
          .deleteFrom('hand_over')
          .where('account_id', '=', accountId)
          .where('enrollment_id', '=', enrollmentId)
          .where('expires_at', '>', now())
        const ended = await (takerDigest === undefined ? all : all.where('taker_digest', '=', takerDigest))
          .returning('enrollment_id')
          .executeTakeFirst()
        if (ended === undefined) return false
        await insertAudit(session, trx, accountId, enrollmentId, audit)
        return true
      }),

    watched: async (watcherDigest) => {
      const watcher = await db
        .selectFrom('watcher')
        .select(['account_id', 'enrollment_id', 'seen'])
        .where('cookie_digest', '=', watcherDigest)
        .executeTakeFirst()
      if (watcher === undefined) return undefined
      const stored = await readById(session, watcher.account_id, watcher.enrollment_id, resendAfter)
      return stored && { stored, by: seenIn(watcher.seen) }
    },
  }
}

import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { Companions, EnrollmentStore, Saved, Stored } from '../ports/enrollment-store.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { insertAudit } from './sql-audit.ts'
import { killCodes, writeCompanions } from './sql-companions.ts'
import { columnsOf, readByCookie } from './sql-enrollment-row.ts'
import { type SqlSession, Undone } from './sql-session.ts'
import { isProvenOpen, storedAfter } from './stored-enrollment.ts'

const Moment = z.object({ now: z.int() })
const Extension = z.object({ active_at: z.int(), ends_at: z.int(), extensions: z.int() })

/** The next cookie's columns. `previous` is what the browser surely has: a present cookie never seen did not arrive. */
const rotated = (
  { now }: SqlSession,
  { cookieDigest, grace }: NonNullable<Companions['rotate']>,
  handOver: Companions['handOver'],
) => ({
  rotation: sql<number>`rotation + 1`,
  cookie_digest: cookieDigest,
  previous_cookie_digest:
    handOver?.takerDigest ??
    sql<string | null>`case
    when previous_cookie_digest is not null and previous_cookie_until > ${now()} then previous_cookie_digest
    else cookie_digest end`,
  previous_cookie_until: now(grace),
})

export const sqlEnrollments = (session: SqlSession, resendAfter: number): EnrollmentStore => {
  const { db, now } = session
  return {
    now: async () => Moment.parse((await sql`select ${now()} as now`.execute(db)).rows[0]).now,

    create: async (enrollment, cookieDigest, audit) =>
      session.transaction(async (trx) => {
        const inserted = await trx
          .insertInto('enrollment')
          .values({
            ...columnsOf(enrollment),
            id: enrollment.id,
            account_id: enrollment.accountId,
            reference: enrollment.reference,
            version: 1,
            rotation: 0,
            cookie_digest: cookieDigest,
            previous_cookie_digest: null,
            previous_cookie_until: null,
            user_key: null,
            started_at: enrollment.startedAt,
            ends_at: enrollment.endsAt,
            extensions: enrollment.extensions,
            closed_at: null,
          })
          .returning(now().as('now'))
          .executeTakeFirstOrThrow()
        await insertAudit(session, trx, enrollment.accountId, enrollment.id, audit)
        return { enrollment, version: 1, rotation: 0, now: Moment.parse(inserted).now }
      }),

    load: async (cookieDigest) => {
      const read = await readByCookie(session, cookieDigest, resendAfter)
      if (read?.endsPrevious)
        await db
          .updateTable('enrollment')
          .set({ previous_cookie_digest: null, previous_cookie_until: null })
          .where('account_id', '=', read.stored.enrollment.accountId)
          .where('cookie_digest', '=', cookieDigest)
          .execute()
          .catch((error: unknown) => {
            // Reading lives on without writing (STANDARD 10.3); the next one ends it, or its grace does.
            if (!(error instanceof StoreUnavailable)) throw error
          })
      return read?.stored
    },

    save: async (from, next, companions) =>
      session.transaction<Saved>(async (trx) => {
        const { rotate, provenOpen, device, handOver } = companions
        // Taken before any row, so that no two savings wait for each other.
        if (provenOpen !== undefined) await session.alone(trx, 'proven', next.accountId, provenOpen.userKey)
        if (device?.limit !== undefined && next.state.kind === 'enrolled')
          await session.alone(trx, 'devices', next.accountId, next.state.confirmation.subject.key)
        const updated = await trx
          .updateTable('enrollment')
          .set({
            ...columnsOf(next),
            version: from.version + 1,
            ...(isProvenOpen(next)
              ? provenOpen === undefined
                ? {}
                : { user_key: provenOpen.userKey }
              : { user_key: null }),
            ...(rotate === undefined ? {} : rotated(session, rotate, handOver)),
          })
          .where('account_id', '=', from.enrollment.accountId)
          .where('id', '=', from.enrollment.id)
          .where('version', '=', from.version)
          .returning(now().as('now'))
          .executeTakeFirst()
        if (updated === undefined) return new Undone<Saved>({ kind: 'conflict' })
        const written = await writeCompanions(session, trx, from.enrollment, next, companions)
        if (written.kind !== 'written') return new Undone<Saved>(written)
        return { kind: 'saved', stored: storedAfter(from, next, companions, Moment.parse(updated).now, resendAfter) }
      }),

    extend: async (stored, { lifetime, extensions }, audit) =>
      session.transaction<Stored | undefined>(async (trx) => {
        const { accountId, id } = stored.enrollment
        const extended = await trx
          .updateTable('enrollment')
          .set((eb) => ({ active_at: now(), ends_at: now(lifetime), extensions: eb('extensions', '+', 1) }))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .where('closed_at', 'is', null)
          .where('extensions', '<', extensions)
          .returning(['active_at', 'ends_at', 'extensions'])
          .executeTakeFirst()
        if (extended === undefined) return undefined
        await insertAudit(session, trx, accountId, id, audit)
        const { active_at: activeAt, ends_at: endsAt, extensions: used } = Extension.parse(extended)
        return { ...stored, enrollment: { ...stored.enrollment, activeAt, endsAt, extensions: used }, now: activeAt }
      }),

    abandon: async ({ enrollment }, audit) =>
      session.transaction<void>(async (trx) => {
        const { accountId, id } = enrollment
        const forgotten = await trx
          .deleteFrom('enrollment')
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .where('proven', '=', 0)
          .returning('id')
          .executeTakeFirst()
        const closed =
          forgotten ??
          (await trx
            .updateTable('enrollment')
            .set((eb) => ({
              version: eb('version', '+', 1),
              cookie_digest: null,
              previous_cookie_digest: null,
              user_key: null,
              closed_at: now(),
            }))
            .where('account_id', '=', accountId)
            .where('id', '=', id)
            .where('closed_at', 'is', null)
            .returning('id')
            .executeTakeFirst())
        if (closed === undefined) return
        if (forgotten === undefined) await killCodes(session, trx, enrollment)
        await insertAudit(session, trx, accountId, id, audit)
      }),

    record: async (accountId, enrollmentId, audit) =>
      session.transaction<void>(async (trx) => {
        await trx
          .updateTable('enrollment')
          .set({ active_at: now() })
          .where('account_id', '=', accountId)
          .where('id', '=', enrollmentId)
          .execute()
        await insertAudit(session, trx, accountId, enrollmentId, audit)
      }),
  }
}

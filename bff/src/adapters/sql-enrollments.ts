import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { EnrollmentStore, Saved, Stored } from '../ports/enrollment-store.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { insertAudit } from './sql-audit.ts'
import { killCodes } from './sql-code-companions.ts'
import { writeCompanions } from './sql-companions.ts'
import { columnsOf, readByCookie } from './sql-enrollment-row.ts'
import { type SqlSession, Undone } from './sql-session.ts'
import { statement, writtenOut } from './sql-statement.ts'
import { isProvenOpen, storedAfter } from './stored-enrollment.ts'

const Moment = z.object({ now: z.int() })
const Extension = z.object({ active_at: z.int(), ends_at: z.int(), extensions: z.int() })

const clock = statement<object>((making) => writtenOut(sql`select ${making.now()} as now`, making))

type Columns = ReturnType<typeof columnsOf>
type Created = Columns & {
  readonly id: string
  readonly account_id: string
  readonly reference: string
  readonly cookie_digest: string
  readonly started_at: number
  readonly ends_at: number
  readonly extensions: number
}

const created = statement<Created>(({ db, now }, columns) =>
  db
    .insertInto('enrollment')
    .values({
      ...columns,
      version: 1,
      rotation: 0,
      previous_cookie_digest: null,
      previous_cookie_until: null,
      user_key: null,
      closed_at: null,
    })
    .returning(now().as('now')),
)

const endPrevious = statement<{ account: string; digest: string }>(({ db }, { account, digest }) =>
  db
    .updateTable('enrollment')
    .set({ previous_cookie_digest: null, previous_cookie_until: null })
    .where('account_id', '=', account)
    .where('cookie_digest', '=', digest),
)

type Advanced = {
  readonly account: string
  readonly id: string
  readonly version: number
  readonly next: Columns & { readonly version: number; readonly user_key?: string | null }
  /** The next cookie. `taker`: the second device’s, where it takes over. */
  readonly rotate?: { readonly digest: string; readonly grace: number; readonly taker?: string }
}

const advanced = statement<Advanced>(({ db, now }, { account, id, version, next, rotate }) =>
  db
    .updateTable('enrollment')
    .set({
      ...next,
      ...(rotate === undefined
        ? {}
        : {
            rotation: sql<number>`rotation + 1`,
            cookie_digest: rotate.digest,
            // What the browser surely has: a present cookie that was never seen did not arrive.
            previous_cookie_digest:
              rotate.taker ??
              sql<string | null>`case
    when previous_cookie_digest is not null and previous_cookie_until > ${now()} then previous_cookie_digest
    else cookie_digest end`,
            previous_cookie_until: now(rotate.grace),
          }),
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('version', '=', version)
    .returning(now().as('now')),
)

export const sqlEnrollments = (session: SqlSession, resendAfter: number): EnrollmentStore => {
  const { db, now } = session
  return {
    now: async () => Moment.parse((await clock(session, db, {}))[0]).now,

    create: async (enrollment, cookieDigest, audit) =>
      session.transaction(async (trx) => {
        const [inserted] = await created(session, trx, {
          ...columnsOf(enrollment),
          id: enrollment.id,
          account_id: enrollment.accountId,
          reference: enrollment.reference,
          cookie_digest: cookieDigest,
          started_at: enrollment.startedAt,
          ends_at: enrollment.endsAt,
          extensions: enrollment.extensions,
        })
        await insertAudit(session, trx, enrollment.accountId, enrollment.id, audit)
        return { enrollment, version: 1, rotation: 0, now: Moment.parse(inserted).now }
      }),

    load: async (cookieDigest) => {
      const read = await readByCookie(session, cookieDigest, resendAfter)
      if (read?.endsPrevious)
        await endPrevious(session, db, { account: read.stored.enrollment.accountId, digest: cookieDigest }).catch(
          (error: unknown) => {
            // Reading lives on without writing (STANDARD 10.3); the next one ends it, or its grace does.
            if (!(error instanceof StoreUnavailable)) throw error
          },
        )
      return read?.stored
    },

    save: async (from, next, companions) =>
      session.transaction<Saved>(async (trx) => {
        const { rotate, provenOpen, device, handOver } = companions
        // Taken before any row, so that no two savings wait for each other.
        if (provenOpen !== undefined) await session.alone(trx, 'proven', next.accountId, provenOpen.userKey)
        if (device?.limit !== undefined && next.state.kind === 'enrolled')
          await session.alone(trx, 'devices', next.accountId, next.state.confirmation.subject.key)
        const userKey = isProvenOpen(next) ? provenOpen?.userKey : null
        const [updated] = await advanced(session, trx, {
          account: from.enrollment.accountId,
          id: from.enrollment.id,
          version: from.version,
          next: {
            ...columnsOf(next),
            version: from.version + 1,
            ...(userKey === undefined ? {} : { user_key: userKey }),
          },
          ...(rotate === undefined
            ? {}
            : {
                rotate: {
                  digest: rotate.cookieDigest,
                  grace: rotate.grace,
                  ...(handOver === undefined ? {} : { taker: handOver.takerDigest }),
                },
              }),
        })
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

import { sql } from 'kysely'
import * as z from 'zod/mini'
import { deployment } from '../domain/audit-events.ts'
import { directoryBudget } from '../domain/limits.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { parseAccountRow } from './account-file.ts'
import type { Rest } from './rested-budget.ts'
import { insertAudit } from './sql-audit.ts'
import type { SqlSession, Trx } from './sql-session.ts'

export type RestoredOptions = {
  /** For the audit: what the store was restored from, and the head of its chain. */
  readonly told: Readonly<Record<string, string>>
  /** Ends invitations, too: one may have been used since. */
  readonly endRequests: boolean
  /** When the last server that took passwords ended, ms; now, where nobody knows. */
  readonly lastServed?: number
}

/** What a restore has ended. `triesFrom`: when passwords are tried again, ms. */
export type Ended = {
  readonly closed: number
  readonly codes: number
  readonly mails: number
  readonly handOvers: number
  readonly requests: number
  readonly triesFrom: number | null
}

const Deployment = z.object({ tries_from: z.nullable(z.int()), now: z.int() })

export const readRest = async ({ db, now }: SqlSession): Promise<Rest> => {
  const row = await db
    .selectFrom('deployment')
    .select(['tries_from', now().as('now')])
    .executeTakeFirst()
  if (row === undefined) return { until: null, now: 0 }
  const { tries_from: until, now: read } = Deployment.parse(row)
  return { until, now: read }
}

const Others = z.object({ lines: z.int() })

/** @throws {StoreUnavailable} while others have lines to the store: SQLite's file is held, PostgreSQL is asked. */
export const assertAlone = async ({ db, engine }: SqlSession): Promise<void> => {
  if (engine === 'sqlite') return
  const { rows } = await sql`select cast(count(*) as integer) as lines from pg_stat_activity
    where datname = current_database() and application_name = 'muster' and pid <> pg_backend_pid()`.execute(db)
  const { lines } = Others.parse(rows[0])
  if (lines > 0)
    throw new StoreUnavailable(`Muster still runs on this store, with ${lines} connections: end every instance first`)
}

/** How long the slowest of the accounts' directories remembers a wrong password, ms; 0 where there is none. */
const slowestWindow = async (trx: Trx): Promise<number> => {
  const rows = await trx.selectFrom('account').select('settings').execute()
  const directories = rows.flatMap(({ settings }) => parseAccountRow(settings).directories)
  // What a directory is told to be may have changed since.
  return directories.length === 0 ? 0 : Math.max(...[{}, ...directories].map((each) => directoryBudget(each).window))
}

const countOf = (results: readonly { readonly numUpdatedRows: bigint }[]): number =>
  Number(results[0]?.numUpdatedRows ?? 0)

/**
 * Nothing that was under way in a store of the past may go on: what has been used since would work once more. Cookies,
 * codes, hand-overs and mails that wait come to their end, and every person's tries wait until the directories have
 * forgotten what they counted since (docs/decisions/0032). In one transaction with its line in the audit.
 */
export const endInFlight = async (session: SqlSession, options: RestoredOptions): Promise<Ended> =>
  session.patiently((db) =>
    db.transaction().execute(async (trx) => {
      const { now } = session
      const open = await trx
        .updateTable('enrollment')
        .set((eb) => ({ version: eb('version', '+', 1), user_key: null, closed_at: now() }))
        .where('closed_at', 'is', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('device')
                .select('id')
                .whereRef('device.account_id', '=', 'enrollment.account_id')
                .whereRef('device.enrollment_id', '=', 'enrollment.id'),
            ),
          ),
        )
        .execute()
      // Those that ended, too: a cookie that was changed since would be the present one again.
      await trx
        .updateTable('enrollment')
        .set({ cookie_digest: null, previous_cookie_digest: null, previous_cookie_until: null })
        .where((eb) => eb.or([eb('cookie_digest', 'is not', null), eb('previous_cookie_digest', 'is not', null)]))
        .execute()
      const codes = await trx
        .updateTable('one_time_code')
        .set({ used_at: now(), digest: '' })
        .where('used_at', 'is', null)
        .execute()
      const mails = await trx
        .updateTable('outbox')
        .set({ delivery: 'failed', sealed: '', reason: 'the store was restored' })
        .where('delivery', 'in', ['queued', 'delayed'])
        .execute()
      const [handOvers] = await trx.deleteFrom('hand_over').execute()
      await trx.deleteFrom('watcher').execute()
      const requests = options.endRequests
        ? await trx
            .updateTable('enrollment_request')
            .set({ expires_at: now() })
            .where('expires_at', '>', now())
            .execute()
        : []
      const window = await slowestWindow(trx)
      const from =
        options.lastServed === undefined ? now(window) : sql<number>`cast(${options.lastServed + window} as bigint)`
      await trx
        .updateTable('deployment')
        .set({ tries_from: window === 0 ? null : from })
        .execute()
      const { tries_from: triesFrom = null } =
        (await trx.selectFrom('deployment').select('tries_from').executeTakeFirst()) ?? {}
      const ended = {
        closed: countOf(open),
        codes: countOf(codes),
        mails: countOf(mails),
        handOvers: Number(handOvers?.numDeletedRows ?? 0),
        requests: countOf(requests),
      }
      await insertAudit(session, trx, deployment, null, [
        { type: 'store.restored', data: { ...options.told, ...ended } },
      ])
      return { ...ended, triesFrom }
    }),
  )

import { type RawBuilder, sql } from 'kysely'
import * as z from 'zod/mini'
import { type Enrollment, provenIn } from '../domain/enrollment.ts'
import type { Stored } from '../ports/enrollment-store.ts'
import { parseEnrollment } from './enrollment-shape.ts'
import type { SqlSession } from './sql-session.ts'
import { statement } from './sql-statement.ts'
import { openCodeOf, viewOf } from './stored-enrollment.ts'

const Row = z.object({
  body: z.string(),
  active_at: z.int(),
  ends_at: z.int(),
  extensions: z.int(),
  version: z.int(),
  rotation: z.int(),
  previous_cookie_digest: z.nullable(z.string()),
  present: z.int(),
  now: z.int(),
  settings_version: z.nullable(z.int()),
  code_id: z.nullable(z.string()),
  digest: z.nullable(z.string()),
  issued_at: z.nullable(z.int()),
  expires_at: z.nullable(z.int()),
  tries: z.nullable(z.int()),
  tries_allowed: z.nullable(z.int()),
  delivery: z.nullable(z.enum(['queued', 'sent', 'delayed', 'failed'])),
  useful_until: z.nullable(z.int()),
  idempotency_key: z.nullable(z.string()),
  body_digest: z.nullable(z.string()),
})
type Row = z.infer<typeof Row>

/** The columns that mirror an enrollment for queries. */
export const columnsOf = (enrollment: Enrollment) => ({
  body: JSON.stringify(enrollment),
  proven: provenIn(enrollment.state).length > 0 ? 1 : 0,
  code_id: openCodeOf(enrollment) ?? null,
  active_at: enrollment.activeAt,
})

const codeOf = (row: Row, resendAfter: number): Pick<Stored, 'code'> => {
  const { code_id, digest, issued_at, expires_at, tries, tries_allowed, delivery, useful_until, now } = row
  if (
    code_id === null ||
    digest === null ||
    issued_at === null ||
    expires_at === null ||
    tries === null ||
    tries_allowed === null
  )
    return {}
  const undelivered = delivery !== 'sent' && useful_until !== null && now >= useful_until
  const code = { id: code_id, digest, issuedAt: issued_at, expiresAt: expires_at, tries, triesAllowed: tries_allowed }
  return { code: viewOf(code, undelivered ? 'failed' : (delivery ?? 'queued'), resendAfter) }
}

/** An enrollment with all that a step shows of it; `cookieDigest` tells whether that is its present cookie's. */
const rowsOf = (db: SqlSession['db'], now: RawBuilder<number>, cookieDigest: RawBuilder<string>) =>
  db
    .selectFrom('enrollment as e')
    .leftJoin('one_time_code as c', (join) =>
      join.onRef('c.id', '=', 'e.code_id').onRef('c.account_id', '=', 'e.account_id'),
    )
    .leftJoin('outbox as o', (join) =>
      join.onRef('o.code_id', '=', 'e.code_id').onRef('o.account_id', '=', 'e.account_id'),
    )
    .leftJoin('device as d', (join) =>
      join.onRef('d.enrollment_id', '=', 'e.id').onRef('d.account_id', '=', 'e.account_id'),
    )
    .leftJoin('account as a', 'a.id', 'e.account_id')
    .select([
      'e.body',
      'e.active_at',
      'e.ends_at',
      'e.extensions',
      'e.version',
      'e.rotation',
      'e.previous_cookie_digest',
      'e.code_id',
    ])
    .select(['c.digest', 'c.issued_at', 'c.expires_at', 'c.tries', 'c.tries_allowed'])
    .select(['o.delivery', 'o.useful_until', 'd.idempotency_key', 'd.body_digest', 'a.version as settings_version'])
    .select((eb) => [
      eb.case().when('e.cookie_digest', '=', cookieDigest).then(1).else(0).end().as('present'),
      now.as('now'),
    ])

const byCookie = statement<{ digest: string }>(({ db, now }, { digest }) =>
  rowsOf(db, now(), digest).where((eb) =>
    eb.or([
      eb('e.cookie_digest', '=', digest),
      eb.and([eb('e.previous_cookie_digest', '=', digest), eb('e.previous_cookie_until', '>', now())]),
    ]),
  ),
)

const openById = statement<{ account: string; id: string }>(({ db, now }, { account, id }) =>
  rowsOf(db, now(), sql<string>`''`)
    .where('e.account_id', '=', account)
    .where('e.id', '=', id)
    .where('e.closed_at', 'is', null),
)

const storedOf = (row: Row, resendAfter: number): Stored => {
  const { idempotency_key, body_digest } = row
  return {
    // A failed try and an extension change their columns alone.
    enrollment: {
      ...parseEnrollment(row.body),
      activeAt: row.active_at,
      endsAt: row.ends_at,
      extensions: row.extensions,
    },
    version: row.version,
    rotation: row.rotation,
    ...(row.settings_version === null ? {} : { settingsVersion: row.settings_version }),
    ...codeOf(row, resendAfter),
    ...(idempotency_key === null || body_digest === null
      ? {}
      : { registration: { idempotencyKey: idempotency_key, bodyDigest: body_digest } }),
    now: row.now,
  }
}

/** The enrollment whose present cookie, or previous one within its grace, has this digest. */
export const readByCookie = async (
  session: SqlSession,
  cookieDigest: string,
  resendAfter: number,
): Promise<{ readonly stored: Stored; readonly endsPrevious: boolean } | undefined> => {
  const [found] = await byCookie(session, session.db, { digest: cookieDigest })
  if (found === undefined) return undefined
  const row = Row.parse(found)
  return {
    stored: storedOf(row, resendAfter),
    endsPrevious: row.present === 1 && row.previous_cookie_digest !== null,
  }
}

/** An enrollment that is not closed. */
export const readById = async (
  session: SqlSession,
  accountId: string,
  id: string,
  resendAfter: number,
): Promise<Stored | undefined> => {
  const [found] = await openById(session, session.db, { account: accountId, id })
  return found === undefined ? undefined : storedOf(Row.parse(found), resendAfter)
}

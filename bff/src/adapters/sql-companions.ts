import { type Selectable, sql } from 'kysely'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Companions, OutboxMail, Saved } from '../ports/enrollment-store.ts'
import { insertAudit } from './sql-audit.ts'
import { consumeCode, issueCode, killCodes } from './sql-code-companions.ts'
import { takeMark } from './sql-limiter.ts'
import type { Database } from './sql-schema.ts'
import type { SqlSession, Trx } from './sql-session.ts'
import { statement, unheard } from './sql-statement.ts'
import { earnedDevice, leavesCode } from './stored-enrollment.ts'

type Written = { readonly kind: 'written' } | Exclude<Saved, { kind: 'saved' }>
const written: Written = { kind: 'written' }

/** The primary key says no to a token's second use (STANDARD 2.2 `uti`). */
const useTokens = async (
  trx: Trx,
  accountId: string,
  tokens: NonNullable<Companions['useTokens']>,
): Promise<Written> => {
  const taken = await trx
    .insertInto('used_token')
    .values(tokens.map(({ id, expiresAt }) => ({ account_id: accountId, id, expires_at: expiresAt })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return taken.length < tokens.length ? { kind: 'token-used' } : written
}

type NewDevice = Selectable<Database['device']>

/** The enrollment's own device cannot be there yet, its version forbids it. */
const deviceAdded = unheard<NewDevice>(({ db }, device) => db.insertInto('device').values(device))

/** None where the request has served for another device. */
const deviceOfRequestAdded = statement<NewDevice>(({ db }, device) =>
  db
    .insertInto('device')
    .values(device)
    .onConflict((conflict) => conflict.columns(['account_id', 'request_id']).doNothing())
    .returning('id'),
)

const register = async (
  session: SqlSession,
  trx: Trx,
  next: Enrollment,
  companion: NonNullable<Companions['device']>,
): Promise<Written> => {
  const device = earnedDevice(next)
  if (companion.limit !== undefined) {
    const { count } = await trx
      .selectFrom('device')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('account_id', '=', device.accountId)
      .where('subject_key', '=', device.subjectKey)
      .executeTakeFirstOrThrow()
    if (count >= companion.limit) return { kind: 'device-limit' }
  }
  const row = {
    id: device.id,
    account_id: device.accountId,
    enrollment_id: device.enrollmentId,
    request_id: device.requestId ?? null,
    platform: device.platform,
    name: device.name,
    ownership: device.ownership ?? null,
    terms_version: device.termsVersion ?? null,
    username: device.username,
    domain: device.domain,
    subject_key: device.subjectKey,
    factors_counted: device.factorsCounted,
    proven: JSON.stringify(device.proven),
    idempotency_key: companion.idempotencyKey,
    body_digest: companion.bodyDigest,
    registered_at: device.registeredAt,
  }
  if (device.requestId === undefined) {
    await deviceAdded(session, trx, row)
    return written
  }
  return (await deviceOfRequestAdded(session, trx, row)).length === 0 ? { kind: 'device-limit' } : written
}

type NewMail = Readonly<Record<'id' | 'account_id' | 'enrollment_id' | 'sealed', string>> & {
  readonly code_id: string | null
  readonly usefulFor: number
}

const queued = unheard<NewMail>(({ db, now }, { usefulFor, ...mail }) =>
  db.insertInto('outbox').values({
    ...mail,
    delivery: 'queued',
    attempt: 0,
    due_at: now(),
    useful_until: now(usefulFor),
    reason: null,
  }),
)

const queue = async (session: SqlSession, trx: Trx, { accountId, id }: Enrollment, mail: OutboxMail) => {
  if (mail.once !== undefined && !(await takeMark(session, trx, mail.once.mark, mail.once.key))) return
  await queued(session, trx, {
    id: mail.id,
    account_id: accountId,
    enrollment_id: id,
    code_id: mail.codeId ?? null,
    sealed: mail.sealed,
    usefulFor: mail.usefulFor,
  })
}

type Room = Readonly<Record<'account' | 'userKey' | 'kept', string>> & { readonly most: number }

/** The person's oldest proven enrollments beyond `most` others lose their browsers (STANDARD 1.5). */
const makeRoom = unheard<Room>(({ db, now }, { account, userKey, kept, most }) =>
  db
    .updateTable('enrollment')
    .set((eb) => ({
      version: eb('version', '+', 1),
      cookie_digest: null,
      previous_cookie_digest: null,
      user_key: null,
      closed_at: now(),
    }))
    .where('account_id', '=', account)
    // Asked again of the row itself: while its lock was waited for, it may have been enrolled.
    .where('user_key', '=', userKey)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('enrollment')
        .select('id')
        .where('account_id', '=', account)
        .where('user_key', '=', userKey)
        .where('id', '!=', kept)
        .orderBy('active_at', 'desc')
        .limit(sql.lit(1000))
        .offset(sql<number>`cast(${most} as bigint)`),
    ),
)

/** The second device has it, the first one looks on: one row changed wins. */
const handOverTo = async (
  { now }: SqlSession,
  trx: Trx,
  { accountId, id }: Enrollment,
  { takerDigest, watcherDigest, by }: NonNullable<Companions['handOver']>,
): Promise<Written> => {
  const ended = await trx
    .deleteFrom('hand_over')
    .where('account_id', '=', accountId)
    .where('enrollment_id', '=', id)
    .where('taker_digest', '=', takerDigest)
    .where('expires_at', '>', now())
    .returning('enrollment_id')
    .executeTakeFirst()
  if (ended === undefined) return { kind: 'conflict' }
  await trx
    .insertInto('watcher')
    .values({
      cookie_digest: watcherDigest,
      account_id: accountId,
      enrollment_id: id,
      seen: JSON.stringify(by),
      since: now(),
    })
    .execute()
  return written
}

/** Everything that is saved along with an enrollment; the first obstacle ends it, and the caller rolls back. */
export const writeCompanions = async (
  session: SqlSession,
  trx: Trx,
  from: Enrollment,
  next: Enrollment,
  companions: Companions,
): Promise<Written> => {
  const { useTokens: tokens = [], device, mail = [], provenOpen, handOver, audit } = companions
  if (companions.consumeCode !== undefined && !(await consumeCode(session, trx, next, companions.consumeCode)))
    return { kind: 'conflict' }
  if (tokens.length > 0) {
    const used = await useTokens(trx, next.accountId, tokens)
    if (used.kind !== 'written') return used
  }
  if (handOver !== undefined) {
    const handed = await handOverTo(session, trx, next, handOver)
    if (handed.kind !== 'written') return handed
  }
  if (device !== undefined) {
    const registered = await register(session, trx, next, device)
    if (registered.kind !== 'written') return registered
  }
  if (companions.issueCode !== undefined) await issueCode(session, trx, next, companions.issueCode)
  else if (companions.consumeCode === undefined && leavesCode(from, next)) await killCodes(session, trx, next)
  for (const one of mail) await queue(session, trx, next, one)
  if (provenOpen !== undefined) {
    const { userKey, most } = provenOpen
    await makeRoom(session, trx, { account: next.accountId, userKey, kept: next.id, most: Math.max(0, most - 1) })
  }
  await insertAudit(session, trx, next.accountId, next.id, audit)
  return written
}

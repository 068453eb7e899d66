import type { Enrollment } from '../domain/enrollment.ts'
import type { Companions, OutboxMail, Saved } from '../ports/enrollment-store.ts'
import { insertAudit } from './sql-audit.ts'
import { takeMark } from './sql-limiter.ts'
import type { SqlSession, Trx } from './sql-session.ts'
import { earnedDevice, leavesCode } from './stored-enrollment.ts'

type Written = { readonly kind: 'written' } | Exclude<Saved, { kind: 'saved' }>
const written: Written = { kind: 'written' }

const voided = ({ now }: SqlSession, trx: Trx, { accountId, id }: Pick<Enrollment, 'accountId' | 'id'>) =>
  trx
    .updateTable('one_time_code')
    .set({ used_at: now(), digest: '' })
    .where('account_id', '=', accountId)
    .where('enrollment_id', '=', id)
    .where('used_at', 'is', null)
    .returning('id')

/** What waits in the outbox with these codes is of no use to anybody. */
const withdraw = async (trx: Trx, accountId: string, codes: readonly { readonly id: string }[]): Promise<void> => {
  if (codes.length === 0) return
  await trx
    .updateTable('outbox')
    .set({ delivery: 'failed', sealed: '', reason: 'its code is void' })
    .where('account_id', '=', accountId)
    .where(
      'code_id',
      'in',
      codes.map(({ id }) => id),
    )
    .where('delivery', 'in', ['queued', 'delayed'])
    .execute()
}

/** An enrollment's codes are void, and are not mailed any more. */
export const killCodes = async (
  session: SqlSession,
  trx: Trx,
  enrollment: Pick<Enrollment, 'accountId' | 'id'>,
): Promise<void> => withdraw(trx, enrollment.accountId, await voided(session, trx, enrollment).execute())

/** Single use is decided here and nowhere else: one row changed wins (STANDARD 5.2c). */
const consume = async (session: SqlSession, trx: Trx, next: Enrollment, codeId: string): Promise<Written> => {
  const used = await voided(session, trx, next)
    .where('id', '=', codeId)
    .where('expires_at', '>', session.now())
    .execute()
  await withdraw(trx, next.accountId, used)
  return used.length === 0 ? { kind: 'conflict' } : written
}

const issue = async (session: SqlSession, trx: Trx, next: Enrollment, code: NonNullable<Companions['issueCode']>) => {
  await killCodes(session, trx, next)
  await trx
    .insertInto('one_time_code')
    .values({
      id: code.id,
      account_id: next.accountId,
      enrollment_id: next.id,
      digest: code.digest,
      issued_at: code.issuedAt,
      expires_at: code.expiresAt,
      tries: code.tries,
      tries_allowed: code.triesAllowed,
      used_at: code.usedAt ?? null,
    })
    .execute()
}

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

const register = async (trx: Trx, next: Enrollment, companion: NonNullable<Companions['device']>): Promise<Written> => {
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
  const inserted = await trx
    .insertInto('device')
    .values({
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
    })
    // The enrollment's own device cannot be there yet, its version forbids it: this is another one of the same request.
    .onConflict((conflict) => conflict.columns(['account_id', 'request_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted === undefined ? { kind: 'device-limit' } : written
}

const queue = async (session: SqlSession, trx: Trx, { accountId, id }: Enrollment, mail: OutboxMail) => {
  const { now } = session
  if (mail.once !== undefined && !(await takeMark(session, trx, mail.once.mark, mail.once.key))) return
  await trx
    .insertInto('outbox')
    .values({
      id: mail.id,
      account_id: accountId,
      enrollment_id: id,
      code_id: mail.codeId ?? null,
      sealed: mail.sealed,
      delivery: 'queued',
      attempt: 0,
      due_at: now(),
      useful_until: now(mail.usefulFor),
      reason: null,
    })
    .execute()
}

/** The person's oldest proven enrollments beyond `most` lose their browsers (STANDARD 1.5). */
const makeRoom = async (
  { now }: SqlSession,
  trx: Trx,
  kept: Enrollment,
  { userKey, most }: NonNullable<Companions['provenOpen']>,
) => {
  await trx
    .updateTable('enrollment')
    .set((eb) => ({
      version: eb('version', '+', 1),
      cookie_digest: null,
      previous_cookie_digest: null,
      user_key: null,
      closed_at: now(),
    }))
    .where('account_id', '=', kept.accountId)
    // Asked again of the row itself: while its lock was waited for, it may have been enrolled.
    .where('user_key', '=', userKey)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('enrollment')
        .select('id')
        .where('account_id', '=', kept.accountId)
        .where('user_key', '=', userKey)
        .where('id', '!=', kept.id)
        .orderBy('active_at', 'desc')
        .limit(1000)
        .offset(Math.max(0, most - 1)),
    )
    .execute()
}

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
  const { consumeCode, issueCode, useTokens: tokens = [], device, mail = [], provenOpen, handOver, audit } = companions
  if (consumeCode !== undefined) {
    const consumed = await consume(session, trx, next, consumeCode)
    if (consumed.kind !== 'written') return consumed
  }
  if (tokens.length > 0) {
    const used = await useTokens(trx, next.accountId, tokens)
    if (used.kind !== 'written') return used
  }
  if (handOver !== undefined) {
    const handed = await handOverTo(session, trx, next, handOver)
    if (handed.kind !== 'written') return handed
  }
  if (device !== undefined) {
    const registered = await register(trx, next, device)
    if (registered.kind !== 'written') return registered
  }
  if (issueCode !== undefined) await issue(session, trx, next, issueCode)
  else if (consumeCode === undefined && leavesCode(from, next)) await killCodes(session, trx, next)
  for (const one of mail) await queue(session, trx, next, one)
  if (provenOpen !== undefined) await makeRoom(session, trx, next, provenOpen)
  await insertAudit(session, trx, next.accountId, next.id, audit)
  return written
}

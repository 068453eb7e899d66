import * as z from 'zod/mini'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Companions } from '../ports/enrollment-store.ts'
import type { SqlSession, Trx } from './sql-session.ts'
import { statement } from './sql-statement.ts'

const Code = z.object({ id: z.string() })

/** All of an enrollment’s codes, or one of them that is still good. */
const voided = statement<{ account: string; enrollment: string; good?: string }>(
  ({ db, now }, { account, enrollment, good }) => {
    const all = db
      .updateTable('one_time_code')
      .set({ used_at: now(), digest: '' })
      .where('account_id', '=', account)
      .where('enrollment_id', '=', enrollment)
      .where('used_at', 'is', null)
      .returning('id')
    return good === undefined ? all : all.where('id', '=', good).where('expires_at', '>', now())
  },
)

const withdrawn = statement<{ account: string; codes: readonly string[] }>(({ db }, { account, codes }) =>
  db
    .updateTable('outbox')
    .set({ delivery: 'failed', sealed: '', reason: 'its code is void' })
    .where('account_id', '=', account)
    .where('code_id', 'in', codes)
    .where('delivery', 'in', ['queued', 'delayed']),
)

/** Codes are void, and what waits in the outbox with them is of no use to anybody. Gives which they were. */
const voidCodes = async (
  session: SqlSession,
  trx: Trx,
  { accountId, id }: Pick<Enrollment, 'accountId' | 'id'>,
  good?: string,
): Promise<readonly z.infer<typeof Code>[]> => {
  const which = { account: accountId, enrollment: id, ...(good === undefined ? {} : { good }) }
  const codes = (await voided(session, trx, which)).map((row) => Code.parse(row))
  if (codes.length > 0) await withdrawn(session, trx, { account: accountId, codes: codes.map((code) => code.id) })
  return codes
}

/** An enrollment's codes are void, and are not mailed any more. */
export const killCodes = async (
  session: SqlSession,
  trx: Trx,
  enrollment: Pick<Enrollment, 'accountId' | 'id'>,
): Promise<void> => {
  await voidCodes(session, trx, enrollment)
}

/** Single use is decided here and nowhere else: one row changed wins (STANDARD 5.2c). `false`: somebody else’s did. */
export const consumeCode = async (session: SqlSession, trx: Trx, next: Enrollment, codeId: string): Promise<boolean> =>
  (await voidCodes(session, trx, next, codeId)).length > 0

type NewCode = Readonly<Record<'id' | 'account_id' | 'enrollment_id' | 'digest', string>> &
  Readonly<Record<'issued_at' | 'expires_at' | 'tries' | 'tries_allowed', number>> & {
    readonly used_at: number | null
  }

const issued = statement<NewCode>(({ db }, code) => db.insertInto('one_time_code').values(code))

/** A new code; those before it are void. */
export const issueCode = async (
  session: SqlSession,
  trx: Trx,
  next: Enrollment,
  code: NonNullable<Companions['issueCode']>,
) => {
  await killCodes(session, trx, next)
  await issued(session, trx, {
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
}

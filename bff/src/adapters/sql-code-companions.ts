import type { Enrollment } from '../domain/enrollment.ts'
import type { Companions } from '../ports/enrollment-store.ts'
import type { SqlSession, Trx } from './sql-session.ts'
import { statement, unheard } from './sql-statement.ts'

type Whose = { readonly account: string; readonly enrollment: string }
const waiting = ['queued', 'delayed'] as const
const withdrawn = { delivery: 'failed', sealed: '', reason: 'its code is void' } as const

const allWithdrawn = unheard<Whose>(({ db }, { account, enrollment }) =>
  db
    .updateTable('outbox')
    .set(withdrawn)
    .where('account_id', '=', account)
    .where('code_id', 'in', (eb) =>
      eb
        .selectFrom('one_time_code')
        .select('id')
        .where('account_id', '=', account)
        .where('enrollment_id', '=', enrollment)
        .where('used_at', 'is', null),
    )
    .where('delivery', 'in', waiting),
)

const allVoided = unheard<Whose>(({ db, now }, { account, enrollment }) =>
  db
    .updateTable('one_time_code')
    .set({ used_at: now(), digest: '' })
    .where('account_id', '=', account)
    .where('enrollment_id', '=', enrollment)
    .where('used_at', 'is', null),
)

/** An enrollment's codes are void, and are not mailed any more. Its own row is to be locked already. */
export const killCodes = async (
  session: SqlSession,
  trx: Trx,
  { accountId: account, id: enrollment }: Pick<Enrollment, 'accountId' | 'id'>,
): Promise<void> => {
  await allWithdrawn(session, trx, { account, enrollment })
  await allVoided(session, trx, { account, enrollment })
}

const oneWithdrawn = unheard<{ account: string; code: string }>(({ db }, { account, code }) =>
  db
    .updateTable('outbox')
    .set(withdrawn)
    .where('account_id', '=', account)
    .where('code_id', '=', code)
    .where('delivery', 'in', waiting),
)

const oneVoided = statement<Whose & { code: string }>(({ db, now }, { account, enrollment, code }) =>
  db
    .updateTable('one_time_code')
    .set({ used_at: now(), digest: '' })
    .where('account_id', '=', account)
    .where('enrollment_id', '=', enrollment)
    .where('id', '=', code)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .returning('id'),
)

/** Single use is decided here and nowhere else: one row changed wins (STANDARD 5.2c). `false`: somebody else’s did. */
export const consumeCode = async (
  session: SqlSession,
  trx: Trx,
  { accountId: account, id: enrollment }: Enrollment,
  code: string,
): Promise<boolean> => {
  const [won] = await oneVoided(session, trx, { account, enrollment, code })
  if (won !== undefined) await oneWithdrawn(session, trx, { account, code })
  return won !== undefined
}

type NewCode = Readonly<Record<'id' | 'account_id' | 'enrollment_id' | 'digest', string>> &
  Readonly<Record<'issued_at' | 'expires_at' | 'tries' | 'tries_allowed', number>> & {
    readonly used_at: number | null
  }

const issued = unheard<NewCode>(({ db }, code) => db.insertInto('one_time_code').values(code))

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

import * as z from 'zod/mini'
import type { EmailCode } from '../domain/email-code.ts'
import type { OneTimeCodes } from '../ports/enrollment-store.ts'
import type { SqlSession } from './sql-session.ts'
import { statement } from './sql-statement.ts'

const Row = z.object({
  id: z.string(),
  digest: z.string(),
  issued_at: z.int(),
  expires_at: z.int(),
  tries: z.int(),
  tries_allowed: z.int(),
  used_at: z.nullable(z.int()),
})
const WithNow = z.extend(Row, { now: z.int() })
const columns = ['id', 'digest', 'issued_at', 'expires_at', 'tries', 'tries_allowed', 'used_at'] as const

const codeOf = ({ used_at, ...row }: z.infer<typeof Row>): EmailCode => ({
  id: row.id,
  digest: row.digest,
  issuedAt: row.issued_at,
  expiresAt: row.expires_at,
  tries: row.tries,
  triesAllowed: row.tries_allowed,
  ...(used_at === null ? {} : { usedAt: used_at }),
})

const countTry = statement<{ account: string; id: string }>(({ db, now }, { account, id }) =>
  db
    .updateTable('one_time_code')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
    .whereRef('tries', '<', 'tries_allowed')
    .returning(columns),
)

export const sqlCodes = (session: SqlSession): OneTimeCodes => ({
  countTry: async (accountId, codeId) => {
    const { db, now } = session
    const [counted] = await countTry(session, db, { account: accountId, id: codeId })
    if (counted !== undefined) return { kind: 'counted', code: codeOf(Row.parse(counted)) }
    // Nothing was counted and nothing can be won any more: this only tells why.
    const found = await db
      .selectFrom('one_time_code')
      .select(columns)
      .select(now().as('now'))
      .where('account_id', '=', accountId)
      .where('id', '=', codeId)
      .executeTakeFirst()
    if (found === undefined) return undefined
    const row = WithNow.parse(found)
    if (row.used_at !== null) return { kind: 'used' }
    return { kind: row.now >= row.expires_at ? 'expired' : 'exhausted' }
  },
})

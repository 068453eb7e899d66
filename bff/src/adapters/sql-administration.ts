import type { Administration } from '../ports/administration.ts'
import { sqlAccountChanges } from './sql-account-changes.ts'
import { auditRecord, deviceRecord, enrollmentRecord, requestRecord } from './sql-records.ts'
import type { SqlSession } from './sql-session.ts'

export const sqlAdministration = (session: SqlSession): Administration => {
  const { db, now } = session
  return {
    ...sqlAccountChanges(session),

    createRequest: async (accountId, { id, username, domain, platform }, lifetime) =>
      session.transaction(async (trx) => {
        const account = await trx.selectFrom('account').select('id').where('id', '=', accountId).executeTakeFirst()
        if (account === undefined) return undefined
        const created = await trx
          .insertInto('enrollment_request')
          .values({
            account_id: accountId,
            id,
            username: username ?? null,
            domain: domain ?? null,
            platform: platform ?? null,
            created_at: now(),
            expires_at: now(lifetime),
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        return requestRecord({ ...created, device_id: null })
      }),

    requests: async ({ accountId, most }) => {
      const rows = db
        .selectFrom('enrollment_request as r')
        .leftJoin('device as d', (join) =>
          join.onRef('d.account_id', '=', 'r.account_id').onRef('d.request_id', '=', 'r.id'),
        )
        .selectAll('r')
        .select('d.id as device_id')
        .$if(accountId !== undefined, (query) => query.where('r.account_id', '=', accountId ?? ''))
        .orderBy('r.created_at', 'desc')
        .limit(most)
      return (await rows.execute()).map(requestRecord)
    },

    enrollments: async ({ accountId, most }) => {
      const rows = db
        .selectFrom('enrollment')
        .select(['body', 'version', 'closed_at'])
        .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? ''))
        .orderBy('started_at', 'desc')
        .limit(most)
      return (await rows.execute()).map(enrollmentRecord)
    },

    findEnrollment: async (idOrReference, accountId) => {
      const row = await db
        .selectFrom('enrollment')
        .select(['body', 'version', 'closed_at'])
        .where((eb) => eb.or([eb('id', '=', idOrReference), eb('reference', '=', idOrReference)]))
        .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? ''))
        .orderBy('started_at', 'desc')
        .executeTakeFirst()
      return row === undefined ? undefined : enrollmentRecord(row)
    },

    devices: async ({ accountId, most }) => {
      const rows = db
        .selectFrom('device')
        .selectAll()
        .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? ''))
        .orderBy('registered_at', 'desc')
        .limit(most)
      return (await rows.execute()).map(deviceRecord)
    },

    audit: async ({ accountId, enrollmentId, most }) => {
      const rows = db
        .selectFrom('audit')
        .select(['at', 'account_id', 'enrollment_id', 'type', 'data'])
        .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? ''))
        .$if(enrollmentId !== undefined, (query) => query.where('enrollment_id', '=', enrollmentId ?? ''))
        .orderBy('id', 'desc')
        .limit(most)
      return (await rows.execute()).map(auditRecord)
    },
  }
}

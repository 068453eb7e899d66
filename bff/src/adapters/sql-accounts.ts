import { sql } from 'kysely'
import * as z from 'zod/mini'
import { Platform } from '@muster/shared/vocabulary'
import type { Account } from '../domain/account.ts'
import type { Invitation } from '../domain/enrollment.ts'
import type { AccountSettings } from '../ports/account-settings.ts'
import { parseAccountRow } from './account-file.ts'
import type { SqlSession } from './sql-session.ts'
import { statement } from './sql-statement.ts'

const Row = z.object({ version: z.int(), settings: z.nullable(z.string()) })
const RequestRow = z.object({
  id: z.string(),
  username: z.nullable(z.string()),
  domain: z.nullable(z.string()),
  platform: z.nullable(Platform),
})

export const invitationOf = ({ id, username, domain, platform }: z.infer<typeof RequestRow>): Invitation => ({
  id,
  ...(username === null ? {} : { username }),
  ...(domain === null ? {} : { domain }),
  ...(platform === null ? {} : { platform }),
})

const settingsBeyond = statement<{ id: string; version: number }>(({ db }, { id, version }) =>
  db
    .selectFrom('account')
    .select(['version', sql<string | null>`case when version = ${version} then null else settings end`.as('settings')])
    .where('id', '=', id),
)

export const sqlAccounts = (session: SqlSession): AccountSettings => {
  const { db, now } = session
  // Settings may be large (users, a logo): they are sent and parsed again only when their version is another.
  const parsed = new Map<string, { readonly version: number; readonly account: Account }>()
  return {
    find: async (accountId, current) => {
      const known = parsed.get(accountId)
      if (known !== undefined && known.version === current) return known.account
      const [found] = await settingsBeyond(session, db, { id: accountId, version: known?.version ?? 0 })
      if (found === undefined) return undefined
      const { version, settings } = Row.parse(found)
      if (settings === null) return known?.account
      const account = parseAccountRow(settings)
      parsed.set(accountId, { version, account })
      return account
    },
    findRequest: async (accountId, requestId) => {
      const found = await db
        .selectFrom('enrollment_request as r')
        .select(['r.id', 'r.username', 'r.domain', 'r.platform'])
        .where('r.account_id', '=', accountId)
        .where('r.id', '=', requestId)
        .where('r.expires_at', '>', now())
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('device as d')
                .select('d.id')
                .whereRef('d.account_id', '=', 'r.account_id')
                .whereRef('d.request_id', '=', 'r.id'),
            ),
          ),
        )
        .executeTakeFirst()
      return found === undefined ? undefined : invitationOf(RequestRow.parse(found))
    },
  }
}

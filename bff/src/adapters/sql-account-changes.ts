import * as z from 'zod/mini'
import { deployment } from '../domain/audit-events.ts'
import type { Account } from '../domain/account.ts'
import type { Administration, Applied } from '../ports/administration.ts'
import type { AppliedAccount } from '../ports/records.ts'
import { parseAccountRow } from './account-file.ts'
import { changedFields } from './changed-fields.ts'
import { keyRotations } from './key-rotations.ts'
import { profileMismatch } from './profile-mismatch.ts'
import { insertAudit } from './sql-audit.ts'
import type { SqlSession, Trx } from './sql-session.ts'

const Row = z.object({ settings: z.string(), version: z.int(), applied_at: z.int() })
const Noted = z.object({ keys: z.nullable(z.string()) })
const Fingerprints = z.record(z.string(), z.string())
const columns = ['settings', 'version', 'applied_at'] as const

const appliedOf = (row: unknown): AppliedAccount => {
  const { settings, version, applied_at } = Row.parse(row)
  return { account: parseAccountRow(settings), version, appliedAt: applied_at }
}

const applyOne = async (session: SqlSession, trx: Trx, account: Account): Promise<Applied> => {
  const { id } = account
  await session.alone(trx, 'account', id)
  const found = await trx.selectFrom('account').select(columns).where('id', '=', id).executeTakeFirst()
  const before = found === undefined ? undefined : appliedOf(found)
  const fields = changedFields(before?.account, account)
  if (before !== undefined && fields.length === 0) return { id, outcome: 'unchanged', version: before.version }
  const version = (before?.version ?? 0) + 1
  const row = { settings: JSON.stringify(account), version, applied_at: session.now() }
  await trx
    .insertInto('account')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  await insertAudit(session, trx, id, null, [{ type: 'config.change', data: { version, fields: fields.join(' ') } }])
  return { id, outcome: before === undefined ? 'created' : 'changed', version }
}

export const sqlAccountChanges = (
  session: SqlSession,
): Pick<Administration, 'applyAccounts' | 'claimProfile' | 'noteKeys' | 'accounts' | 'account'> => ({
  applyAccounts: async (accounts) =>
    session.transaction<readonly Applied[]>(async (trx) => {
      const applied = new Map<string, Applied>()
      // In one order, so that two lists applied at once do not wait for each other.
      for (const account of accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
        applied.set(account.id, await applyOne(session, trx, account))
      return accounts.flatMap(({ id }) => applied.get(id) ?? [])
    }),
  claimProfile: async (profile) => {
    const { profile: owner } = await session.db
      .insertInto('deployment')
      .values({ id: 1, profile, keys: null, tries_from: null })
      // Nothing changes: it makes the row that was there come back.
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ id: 1 }))
      .returning('profile')
      .executeTakeFirstOrThrow()
    if (owner !== profile) throw profileMismatch(owner, profile)
  },
  noteKeys: async (fingerprints) =>
    session.transaction<void>(async (trx) => {
      await session.alone(trx, 'deployment-keys')
      const row = await trx.selectFrom('deployment').select('keys').where('id', '=', 1).executeTakeFirst()
      const { keys } = Noted.parse(row)
      const rotations = keys === null ? [] : keyRotations(Fingerprints.parse(JSON.parse(keys)), fingerprints)
      if (keys !== null && rotations.length === 0) return
      await trx
        .updateTable('deployment')
        .set({ keys: JSON.stringify(fingerprints) })
        .where('id', '=', 1)
        .execute()
      await insertAudit(session, trx, deployment, null, rotations)
    }),
  accounts: async () => (await session.db.selectFrom('account').select(columns).orderBy('id').execute()).map(appliedOf),
  account: async (accountId) => {
    const found = await session.db.selectFrom('account').select(columns).where('id', '=', accountId).executeTakeFirst()
    return found === undefined ? undefined : appliedOf(found)
  },
})

import { deployment } from '../domain/audit-events.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountSettings } from '../ports/account-settings.ts'
import type { Administration, Listing } from '../ports/administration.ts'
import type { EnrollmentRecord, EnrollmentRequest } from '../ports/records.ts'
import { changedFields } from './changed-fields.ts'
import { keyRotations } from './key-rotations.ts'
import { profileMismatch } from './profile-mismatch.ts'
import { addAudit, type EnrollmentRow, keyOf, type Tables } from './memory-tables.ts'

type Owned = { readonly accountId: string }

/** The newest of an account's; later rows are newer where the times are equal. */
const listed = <T extends Owned>(
  rows: Iterable<T>,
  { accountId, most }: Listing,
  at: (row: T) => number,
): readonly T[] =>
  [...rows]
    .filter((row) => accountId === undefined || row.accountId === accountId)
    .reverse()
    .sort((a, b) => at(b) - at(a))
    .slice(0, most)

const recordOf = ({ enrollment, version, closedAt }: EnrollmentRow): EnrollmentRecord & Owned => ({
  enrollment,
  version,
  accountId: enrollment.accountId,
  ...(closedAt === undefined ? {} : { closedAt }),
})

const withoutOwner = ({ accountId: _, ...record }: EnrollmentRecord & Owned): EnrollmentRecord => record

const served = (tables: Tables, request: EnrollmentRequest): EnrollmentRequest => {
  const device = [...tables.devices.values()].find(
    ({ accountId, requestId }) => accountId === request.accountId && requestId === request.id,
  )
  return device === undefined ? request : { ...request, deviceId: device.id }
}

export const memoryAccounts = (tables: Tables, clock: Clock): AccountSettings => ({
  find: async (accountId) => tables.accounts.get(accountId)?.account,
  findRequest: async (accountId, requestId) => {
    const request = tables.requests.get(keyOf(accountId, requestId))
    if (request === undefined || clock.now() >= request.expiresAt || served(tables, request).deviceId !== undefined)
      return undefined
    const { id, username, domain, platform } = request
    return {
      id,
      ...(username === undefined ? {} : { username }),
      ...(domain === undefined ? {} : { domain }),
      ...(platform === undefined ? {} : { platform }),
    }
  },
})

export const memoryAdministration = (tables: Tables, clock: Clock): Administration => ({
  applyAccounts: async (accounts) => {
    const now = clock.now()
    return accounts.map((account) => {
      const held = tables.accounts.get(account.id)
      const fields = changedFields(held?.account, account)
      if (held !== undefined && fields.length === 0)
        return { id: account.id, outcome: 'unchanged', version: held.version }
      const version = (held?.version ?? 0) + 1
      tables.accounts.set(account.id, { account, version, appliedAt: now })
      addAudit(tables, now, account.id, undefined, [
        { type: 'config.change', data: { version, fields: fields.join(' ') } },
      ])
      return { id: account.id, outcome: held === undefined ? 'created' : 'changed', version }
    })
  },
  claimProfile: async (profile) => {
    const [owner = profile] = tables.profiles
    tables.profiles.add(owner)
    if (owner !== profile) throw profileMismatch(owner, profile)
  },
  noteKeys: async (fingerprints) => {
    const known = Object.fromEntries(tables.keys)
    for (const [key, print] of Object.entries(fingerprints)) tables.keys.set(key, print)
    addAudit(tables, clock.now(), deployment, undefined, keyRotations(known, fingerprints))
  },
  accounts: async () => [...tables.accounts.values()].sort((a, b) => (a.account.id < b.account.id ? -1 : 1)),
  account: async (accountId) => tables.accounts.get(accountId),
  createRequest: async (accountId, invitation, lifetime) => {
    if (!tables.accounts.has(accountId)) return undefined
    const createdAt = clock.now()
    const request = { ...invitation, accountId, createdAt, expiresAt: createdAt + lifetime }
    tables.requests.set(keyOf(accountId, invitation.id), request)
    return request
  },
  requests: async (listing) =>
    listed(tables.requests.values(), listing, ({ createdAt }) => createdAt).map((request) => served(tables, request)),
  enrollments: async (listing) =>
    listed([...tables.enrollments.values()].map(recordOf), listing, ({ enrollment }) => enrollment.startedAt).map(
      withoutOwner,
    ),
  findEnrollment: async (idOrReference, accountId) => {
    const named = [...tables.enrollments.values()]
      .map(recordOf)
      .filter(({ enrollment: { id, reference } }) => id === idOrReference || reference === idOrReference)
    const [newest] = listed(
      named,
      { most: 1, ...(accountId === undefined ? {} : { accountId }) },
      (row) => row.enrollment.startedAt,
    )
    return newest === undefined ? undefined : withoutOwner(newest)
  },
  devices: async (listing) =>
    listed(tables.devices.values(), listing, ({ registeredAt }) => registeredAt).map(
      ({ idempotencyKey: _, bodyDigest: __, ...device }) => device,
    ),
  audit: async ({ enrollmentId, ...listing }) =>
    listed(
      [...tables.audit.values()].filter((line) => enrollmentId === undefined || line.enrollmentId === enrollmentId),
      listing,
      ({ at }) => at,
    ).map(({ id: _, seal: __, ...line }) => line),
})

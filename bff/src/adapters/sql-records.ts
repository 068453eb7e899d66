import { Ownership, Platform, Proof } from '@muster/shared/vocabulary'
import * as z from 'zod/mini'
import type { AuditLine } from '../ports/audit-trail.ts'
import type { AuditRecord, DeviceRecord, EnrollmentRecord, EnrollmentRequest } from '../ports/records.ts'
import { parseEnrollment } from './enrollment-shape.ts'
import { invitationOf } from './sql-accounts.ts'

const EnrollmentRow = z.object({ body: z.string(), version: z.int(), closed_at: z.nullable(z.int()) })

export const enrollmentRecord = (row: unknown): EnrollmentRecord => {
  const { body, version, closed_at } = EnrollmentRow.parse(row)
  return { enrollment: parseEnrollment(body), version, ...(closed_at === null ? {} : { closedAt: closed_at }) }
}

const RequestRow = z.object({
  id: z.string(),
  account_id: z.string(),
  username: z.nullable(z.string()),
  domain: z.nullable(z.string()),
  platform: z.nullable(Platform),
  created_at: z.int(),
  expires_at: z.int(),
  device_id: z.nullable(z.string()),
})

export const requestRecord = (row: unknown): EnrollmentRequest => {
  const parsed = RequestRow.parse(row)
  const { account_id, created_at, expires_at, device_id } = parsed
  return {
    ...invitationOf(parsed),
    accountId: account_id,
    createdAt: created_at,
    expiresAt: expires_at,
    ...(device_id === null ? {} : { deviceId: device_id }),
  }
}

const DeviceRow = z.object({
  id: z.string(),
  account_id: z.string(),
  enrollment_id: z.string(),
  request_id: z.nullable(z.string()),
  platform: Platform,
  name: z.string(),
  ownership: z.nullable(Ownership),
  terms_version: z.nullable(z.string()),
  username: z.string(),
  domain: z.string(),
  subject_key: z.string(),
  factors_counted: z.int(),
  proven: z.string(),
  registered_at: z.int(),
})

export const deviceRecord = (row: unknown): DeviceRecord => {
  const { request_id, ownership, terms_version, ...parsed } = DeviceRow.parse(row)
  return {
    id: parsed.id,
    platform: parsed.platform,
    name: parsed.name,
    ...(ownership === null ? {} : { ownership }),
    ...(terms_version === null ? {} : { termsVersion: terms_version }),
    registeredAt: parsed.registered_at,
    accountId: parsed.account_id,
    enrollmentId: parsed.enrollment_id,
    ...(request_id === null ? {} : { requestId: request_id }),
    username: parsed.username,
    domain: parsed.domain,
    subjectKey: parsed.subject_key,
    factorsCounted: parsed.factors_counted,
    proven: z.array(Proof).parse(JSON.parse(parsed.proven)),
  }
}

const AuditRow = z.object({
  at: z.int(),
  account_id: z.string(),
  enrollment_id: z.nullable(z.string()),
  type: z.string(),
  data: z.string(),
})
const AuditData = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

export const auditRecord = (row: unknown): AuditRecord => {
  const { at, account_id, enrollment_id, type, data } = AuditRow.parse(row)
  return {
    at,
    accountId: account_id,
    ...(enrollment_id === null ? {} : { enrollmentId: enrollment_id }),
    type,
    data: AuditData.parse(JSON.parse(data)),
  }
}

const SealRow = z.object({
  id: z.int(),
  sequence: z.nullable(z.int()),
  sealed_at: z.nullable(z.int()),
  previous_hash: z.nullable(z.string()),
  hash: z.nullable(z.string()),
})

export const auditLine = (row: unknown): AuditLine => {
  const { id, sequence, sealed_at: at, previous_hash: previousHash, hash } = SealRow.parse(row)
  const line = { ...auditRecord(row), id }
  return sequence === null || at === null || previousHash === null || hash === null
    ? line
    : { ...line, seal: { sequence, at, previousHash, hash } }
}

import { type Enrollment, provenIn } from '../domain/enrollment.ts'
import type { Clock } from '../ports/clock.ts'
import type { Companions, EnrollmentStore, OutboxMail, Saved, Stored } from '../ports/enrollment-store.ts'
import { takeMark } from './memory-counters.ts'
import { addAudit, type EnrollmentRow, keyOf, type Tables } from './memory-tables.ts'
import { earnedDevice, isProvenOpen, leavesCode, openCodeOf, storedAfter, viewOf } from './stored-enrollment.ts'

/** What a reader finds of a row. */
export const storedOf = (tables: Tables, row: EnrollmentRow, now: number, resendAfter: number): Stored => {
  const { enrollment, version, rotation } = row
  const open = tables.codes.get(openCodeOf(enrollment) ?? '')
  const mail = [...tables.mails.values()].find(({ codeId }) => codeId !== undefined && codeId === open?.code.id)
  const undelivered = mail !== undefined && mail.delivery !== 'sent' && now >= mail.usefulUntil
  const registration = [...tables.devices.values()].find(({ enrollmentId }) => enrollmentId === enrollment.id)
  return {
    enrollment,
    version,
    rotation,
    ...(open === undefined
      ? {}
      : { code: viewOf(open.code, undelivered ? 'failed' : (mail?.delivery ?? 'queued'), resendAfter) }),
    ...(registration === undefined
      ? {}
      : { registration: { idempotencyKey: registration.idempotencyKey, bodyDigest: registration.bodyDigest } }),
    now,
  }
}

/** Why the companions cannot be written now, if they cannot. */
const obstacle = (
  tables: Tables,
  from: Stored,
  next: Enrollment,
  companions: Companions,
  now: number,
): Saved | undefined => {
  const { accountId, id } = from.enrollment
  const row = tables.enrollments.get(id)
  if (row === undefined || row.enrollment.accountId !== accountId || row.version !== from.version)
    return { kind: 'conflict' }
  if (companions.consumeCode !== undefined) {
    const held = tables.codes.get(companions.consumeCode)
    const works =
      held !== undefined && held.enrollmentId === id && held.code.usedAt === undefined && now < held.code.expiresAt
    if (!works) return { kind: 'conflict' }
  }
  const { handOver } = companions
  if (handOver !== undefined) {
    const held = tables.handOvers.get(id)
    if (held?.taken?.takerDigest !== handOver.takerDigest || now >= held.expiresAt) return { kind: 'conflict' }
  }
  const tokens = (companions.useTokens ?? []).map((token) => keyOf(accountId, token.id))
  if (new Set(tokens).size < tokens.length || tokens.some((key) => tables.usedTokens.has(key)))
    return { kind: 'token-used' }
  if (companions.device !== undefined) {
    const { subjectKey, requestId } = earnedDevice(next)
    const devices = [...tables.devices.values()].filter((device) => device.accountId === accountId)
    const full =
      devices.filter((device) => device.subjectKey === subjectKey).length >= (companions.device.limit ?? Infinity)
    const served = requestId !== undefined && devices.some((device) => device.requestId === requestId)
    if (full || served) return { kind: 'device-limit' }
  }
  return undefined
}

const closed = (row: EnrollmentRow, now: number): EnrollmentRow => ({
  ...row,
  version: row.version + 1,
  cookieDigest: undefined,
  previous: undefined,
  closedAt: now,
})

const makeRoom = (
  tables: Tables,
  kept: Enrollment,
  { userKey, most }: { userKey: string; most: number },
  now: number,
): void => {
  const others = [...tables.enrollments.values()]
    .filter((row) => row.userKey === userKey && row.enrollment.accountId === kept.accountId)
    .filter((row) => row.enrollment.id !== kept.id && row.closedAt === undefined && isProvenOpen(row.enrollment))
    .sort((a, b) => b.enrollment.activeAt - a.enrollment.activeAt)
  for (const row of others.slice(Math.max(0, most - 1))) tables.enrollments.set(row.enrollment.id, closed(row, now))
}

const killCodes = (tables: Tables, enrollmentId: string, now: number): void => {
  for (const [id, row] of tables.codes) {
    if (row.enrollmentId !== enrollmentId || row.code.usedAt !== undefined) continue
    tables.codes.set(id, { ...row, code: { ...row.code, digest: '', usedAt: now } })
    for (const mail of tables.mails.values())
      if (mail.codeId === id && (mail.delivery === 'queued' || mail.delivery === 'delayed'))
        tables.mails.set(mail.id, { ...mail, delivery: 'failed', sealed: '' })
  }
}

const queue = (tables: Tables, { accountId, id: enrollmentId }: Enrollment, mail: OutboxMail, now: number): void => {
  if (mail.once !== undefined && !takeMark(tables, now, mail.once.mark, mail.once.key)) return
  tables.mails.set(mail.id, {
    id: mail.id,
    accountId,
    enrollmentId,
    codeId: mail.codeId,
    sealed: mail.sealed,
    delivery: 'queued',
    attempt: 0,
    dueAt: now,
    usefulUntil: now + mail.usefulFor,
  })
}

const writeCompanions = (
  tables: Tables,
  from: Enrollment,
  next: Enrollment,
  companions: Companions,
  now: number,
): void => {
  const { accountId, id } = next
  const { consumeCode, issueCode, device, provenOpen, handOver } = companions
  if (consumeCode !== undefined || issueCode !== undefined || leavesCode(from, next)) killCodes(tables, id, now)
  if (issueCode !== undefined) tables.codes.set(issueCode.id, { accountId, enrollmentId: id, code: issueCode })
  for (const token of companions.useTokens ?? []) tables.usedTokens.set(keyOf(accountId, token.id), token.expiresAt)
  for (const mail of companions.mail ?? []) queue(tables, next, mail, now)
  if (device !== undefined) {
    const { idempotencyKey, bodyDigest } = device
    tables.devices.set(device.device.id, { ...earnedDevice(next), idempotencyKey, bodyDigest })
  }
  if (handOver !== undefined) {
    tables.handOvers.delete(id)
    tables.watchers.set(handOver.watcherDigest, { enrollmentId: id, by: handOver.by, since: now })
  }
  if (provenOpen !== undefined) makeRoom(tables, next, provenOpen, now)
  addAudit(tables, now, accountId, id, companions.audit)
}

export const memoryEnrollments = (tables: Tables, clock: Clock, resendAfter: number): EnrollmentStore => ({
  now: async () => clock.now(),

  create: async (enrollment, cookieDigest, audit) => {
    const now = clock.now()
    const row = {
      enrollment,
      version: 1,
      rotation: 0,
      cookieDigest,
      previous: undefined,
      userKey: undefined,
      closedAt: undefined,
    }
    tables.enrollments.set(enrollment.id, row)
    addAudit(tables, now, enrollment.accountId, enrollment.id, audit)
    return storedOf(tables, row, now, resendAfter)
  },

  load: async (cookieDigest) => {
    const now = clock.now()
    for (const [id, row] of tables.enrollments) {
      const present = row.cookieDigest === cookieDigest
      if (!present && !(row.previous?.digest === cookieDigest && now < row.previous.until)) continue
      if (present && row.previous !== undefined) tables.enrollments.set(id, { ...row, previous: undefined })
      return storedOf(tables, row, now, resendAfter)
    }
    return undefined
  },

  save: async (from, next, companions) => {
    const now = clock.now()
    const because = obstacle(tables, from, next, companions, now)
    if (because !== undefined) return because
    const row = tables.enrollments.get(next.id)
    if (row === undefined) return { kind: 'conflict' }
    const { rotate, provenOpen, handOver } = companions
    tables.enrollments.set(next.id, {
      ...row,
      // An extension that came meanwhile holds.
      enrollment: { ...next, endsAt: row.enrollment.endsAt, extensions: row.enrollment.extensions },
      version: row.version + 1,
      userKey: isProvenOpen(next) ? (provenOpen?.userKey ?? row.userKey) : undefined,
      ...(rotate === undefined
        ? {}
        : {
            rotation: row.rotation + 1,
            cookieDigest: rotate.cookieDigest,
            // A present cookie that was never seen did not arrive: the browser still has the one before it.
            previous: {
              digest: handOver?.takerDigest ?? livePrevious(row, now) ?? row.cookieDigest ?? '',
              until: now + rotate.grace,
            },
          }),
    })
    writeCompanions(tables, from.enrollment, next, companions, now)
    return { kind: 'saved', stored: storedAfter(from, next, companions, now, resendAfter) }
  },

  extend: async (stored, { lifetime, extensions }, audit) => {
    const now = clock.now()
    const { id, accountId } = stored.enrollment
    const row = tables.enrollments.get(id)
    if (row === undefined || row.closedAt !== undefined || row.enrollment.extensions >= extensions) return undefined
    const times = { activeAt: now, endsAt: now + lifetime, extensions: row.enrollment.extensions + 1 }
    tables.enrollments.set(id, { ...row, enrollment: { ...row.enrollment, ...times } })
    addAudit(tables, now, accountId, id, audit)
    return { ...stored, enrollment: { ...stored.enrollment, ...times }, now }
  },

  abandon: async ({ enrollment }, audit) => {
    const now = clock.now()
    const row = tables.enrollments.get(enrollment.id)
    if (row === undefined || row.closedAt !== undefined || row.enrollment.accountId !== enrollment.accountId) return
    if (provenIn(row.enrollment.state).length === 0) tables.enrollments.delete(enrollment.id)
    else tables.enrollments.set(enrollment.id, closed(row, now))
    killCodes(tables, enrollment.id, now)
    addAudit(tables, now, enrollment.accountId, enrollment.id, audit)
  },

  record: async (accountId, enrollmentId, audit) => {
    const now = clock.now()
    const row = tables.enrollments.get(enrollmentId)
    if (row?.enrollment.accountId === accountId)
      tables.enrollments.set(enrollmentId, { ...row, enrollment: { ...row.enrollment, activeAt: now } })
    addAudit(tables, now, accountId, enrollmentId, audit)
  },
})

const livePrevious = ({ previous }: EnrollmentRow, now: number): string | undefined =>
  previous !== undefined && now < previous.until ? previous.digest : undefined

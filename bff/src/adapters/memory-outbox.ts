import type { Clock } from '../ports/clock.ts'
import type { Outbox } from '../ports/enrollment-store.ts'
import { failedMail } from './failed-mail.ts'
import { addAudit, type MailRow, type Tables } from './memory-tables.ts'

const waits = ({ delivery }: MailRow): boolean => delivery === 'queued' || delivery === 'delayed'

export const memoryOutbox = (tables: Tables, clock: Clock): Outbox => {
  const change = (id: string, next: (row: MailRow) => Partial<MailRow>) => {
    const row = tables.mails.get(id)
    if (row !== undefined) tables.mails.set(id, { ...row, ...next(row) })
  }
  const end = (id: string, reason: string) => {
    const row = tables.mails.get(id)
    if (row === undefined || !waits(row)) return
    change(id, () => ({ delivery: 'failed', sealed: '' }))
    addAudit(tables, clock.now(), row.accountId, row.enrollmentId, [failedMail(id, row.codeId, reason)])
  }
  return {
    due: async (most, lease) => {
      const now = clock.now()
      return [...tables.mails.values()]
        .filter(waits)
        .filter(({ dueAt, usefulUntil }) => dueAt <= now && now < usefulUntil)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, most)
        .map(({ id, sealed, attempt, enrollmentId }) => {
          change(id, () => ({ attempt: attempt + 1, dueAt: now + lease }))
          const row = tables.enrollments.get(enrollmentId)
          const reference = row === undefined ? {} : { reference: row.enrollment.reference }
          return { id, sealed, attempt: attempt + 1, ...reference }
        })
    },
    giveUp: async () => {
      const now = clock.now()
      for (const row of tables.mails.values()) if (waits(row) && now >= row.usefulUntil) end(row.id, 'past its use')
    },
    // Whatever another sender reports, a mail that was once accepted has been sent.
    sent: async (id) => change(id, () => ({ delivery: 'sent', sealed: '' })),
    deferred: async (id, delay, reason) => {
      const dueAt = clock.now() + delay
      const row = tables.mails.get(id)
      if (row === undefined || !waits(row)) return
      if (dueAt >= row.usefulUntil) return end(id, reason)
      change(id, () => ({ delivery: 'delayed', dueAt }))
    },
    failed: async (id, reason) => end(id, reason),
  }
}

import type { AuditEvent } from '../ports/enrollment-store.ts'

/** What the audit says of a mail that was given up: the code it brought, or the mail itself. */
export const failedMail = (id: string, codeId: string | undefined, reason: string): AuditEvent =>
  codeId === undefined
    ? { type: 'mail.sendfail', data: { mail: id, reason } }
    : { type: 'code.sendfail', data: { code: codeId, reason } }

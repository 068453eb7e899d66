/** Every event that the audit knows (STANDARD 11); `docs/audit.md` says when each is written, and a test compares them. */
export const auditEvents = [
  'enroll.start',
  'enroll.identified',
  'enroll.refused',
  'enroll.extended',
  'enroll.replaced',
  'enroll.abandoned',
  'auth.password.ok',
  'auth.password.fail',
  'auth.password.blocked',
  'auth.password.throttled',
  'auth.password.unavailable',
  'auth.new-password.ok',
  'auth.new-password.fail',
  'auth.new-password.unknown',
  'auth.entra.ok',
  'auth.entra.reject',
  'identity.mismatch',
  'code.sent',
  'code.sendfail',
  'code.ok',
  'code.wrong',
  'code.expired',
  'code.exhausted',
  'mail.sendfail',
  'hand-over.offered',
  'hand-over.taken',
  'hand-over.confirmed',
  'hand-over.refused',
  'device.ok',
  'device.replay',
  'device.denied',
  'limit.trip',
  'breaker.open',
  'breaker.close',
  'config.change',
  'key.rotate',
] as const

export type AuditType = (typeof auditEvents)[number]

/** The account of lines that belong to the whole deployment; no account can be called so. */
export const deployment = '-'

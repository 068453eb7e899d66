import type { AuditEvent } from '../ports/enrollment-store.ts'

/** What the audit says of keys that took the place of others. A key that is new by its name rotated nothing. */
export const keyRotations = (
  known: Readonly<Record<string, string>>,
  present: Readonly<Record<string, string>>,
): readonly AuditEvent[] =>
  Object.entries(present).flatMap(([key, to]) => {
    const from = known[key]
    return from === undefined || from === to ? [] : [{ type: 'key.rotate', data: { key, from, to } }]
  })

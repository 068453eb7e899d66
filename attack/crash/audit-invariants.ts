import { type Invariant, metIn, ofEnrollments } from './invariant.ts'

/** Each factor that can be met: the audit's word for it. */
const words: Readonly<Record<string, string>> = {
  credentials: 'auth.password.ok',
  password: 'auth.password.ok',
  'entra-sign-in': 'auth.entra.ok',
  'email-code': 'code.ok',
}

/** What happened is told, and nothing else (STANDARD 11). */
export const auditInvariants: readonly Invariant[] = [
  {
    rule: 'what an enrollment has met is in the audit',
    broken: ofEnrollments((row, view) => metIn(row).every((kind) => view.told(row.id, words[kind] ?? kind).length > 0)),
  },
  {
    rule: 'an enrollment’s beginning is in the audit, once',
    broken: ofEnrollments(({ id }, view) => view.told(id, 'enroll.start').length === 1),
  },
  {
    rule: 'an audit row is about an enrollment that exists, or was given up',
    broken: (view) =>
      view.rows.audit
        .filter(
          ({ enrollment_id: id }) =>
            id !== null && view.enrollment(id) === undefined && view.told(id, 'enroll.abandoned').length === 0,
        )
        .map(({ type, enrollment_id: id }) => `${type} of ${id}`),
  },
]

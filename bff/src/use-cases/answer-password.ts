import type { ClaimedUser } from '../domain/claimed-user.ts'
import type { Event } from '../domain/transition.ts'
import type { AuditEvent } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { type Checked, directoryOf, type PasswordTry } from './check-password.ts'
import { settleTry } from './limits-of-caller.ts'
import { type Outcome, problem } from './outcome.ts'
import { repeatable } from './refusals.ts'
import type { Session } from './session.ts'

/** The events that a password's fate leads to: the two workflows name them differently. */
export type PasswordEvents = {
  readonly confirmed: (confirmation: Extract<Checked, { kind: 'confirmed' }>['confirmation']) => Event
  readonly outdated: Event
}

const auditTypes = {
  rejected: 'auth.password.fail',
  'account-state': 'auth.password.blocked',
  blocked: 'auth.password.throttled',
  unavailable: 'auth.password.unavailable',
  'mfa-required': 'auth.password.blocked',
  refused: 'auth.password.blocked',
} as const satisfies Record<Exclude<Checked['kind'], 'confirmed'>, AuditEvent['type']>

const isOutdated = (state: string): boolean => state === 'password-expired' || state === 'password-must-change'

/** What was found out about a password → the next step, or the problem of STANDARD 6, counted and audited. */
export const answerPassword = async (
  ports: Ports,
  session: Session,
  user: ClaimedUser,
  { checked, failed }: PasswordTry,
  events: PasswordEvents,
): Promise<Outcome> => {
  const { account, stored } = session
  const settled = settleTry(ports, session, user, failed)
  if (checked.kind === 'confirmed') {
    const { subject, authority } = checked.confirmation
    const audit: AuditEvent = { type: 'auth.password.ok', data: { subject: subject.key, authority } }
    const [outcome] = await Promise.all([
      advance(ports, session, events.confirmed(checked.confirmation), { audit: [audit] }),
      settled,
    ])
    // No code may be sent just now: the password was right all the same, and that is told to the audit.
    return outcome.kind === 'problem' ? repeatable(ports, session, audit, outcome) : outcome
  }
  await settled
  const name = await ports.keys.pseudonym(`${user.username}@${user.domain}`)
  const event: AuditEvent = { type: auditTypes[checked.kind], data: { user: name, outcome: checked.kind } }
  switch (checked.kind) {
    case 'rejected':
      await ports.enrollments.record(account.id, stored.enrollment.id, [event])
      return problem('sign-in-failed')
    case 'blocked':
      return repeatable(ports, session, event, problem('too-many-requests', { retryAfter: checked.retryAfter }))
    case 'unavailable':
      return repeatable(ports, session, event, problem('unavailable', { retryAfter: 60 }))
    case 'mfa-required':
      await ports.enrollments.record(account.id, stored.enrollment.id, [event])
      return problem('mfa-required')
    case 'refused': {
      const { kind: outcome, reason, error, errorCodes } = checked
      const refusal = { reason, said: { error, errorCodes, at: stored.now } }
      const data = { user: name, outcome, reason: error, numbers: errorCodes.join(' '), told: reason }
      return advance(ports, session, { kind: 'entra-failed', refusal }, { audit: [{ type: event.type, data }] })
    }
    case 'account-state': {
      // A link for changing passwords helps nobody whose account is disabled (STANDARD 6).
      const link = isOutdated(checked.state) ? account.passwordChangeLink : undefined
      const told = problem(checked.state, link === undefined ? {} : { link })
      if (!isOutdated(checked.state) || directoryOf(account, user)?.passwordChange === undefined) {
        await ports.enrollments.record(account.id, stored.enrollment.id, [event])
        return told
      }
      const moved = await advance(ports, session, events.outdated, { audit: [event] })
      return moved.kind === 'problem' ? moved : told
    }
  }
}

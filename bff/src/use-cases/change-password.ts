import type { PasswordNote } from '@muster/shared/vocabulary'
import type { Secret } from '../domain/secret.ts'
import type { PasswordChange } from '../ports/directory.ts'
import type { AuditEvent } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { bindName, confirmedByDirectory, directoryOf, withinBudget } from './check-password.ts'
import { reserveTry, settleTry } from './limits-of-caller.ts'
import { type Outcome, problem } from './outcome.ts'
import { repeatable } from './refusals.ts'
import { answer, isOver, type Session } from './session.ts'

const auditTypes = {
  changed: 'auth.new-password.ok',
  accepted: 'auth.new-password.ok',
  unconfirmed: 'auth.new-password.unknown',
  rejected: 'auth.new-password.fail',
  refused: 'auth.new-password.fail',
  'account-state': 'auth.new-password.fail',
  unavailable: 'auth.new-password.fail',
  blocked: 'auth.password.throttled',
} as const satisfies Record<PasswordChange['kind'] | 'blocked', AuditEvent['type']>

/** An expired directory password is changed on the spot, where the account's service account may do that. */
export const changePassword = async (ports: Ports, session: Session, old: Secret, fresh: Secret): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { state, id } = stored.enrollment
  if (state.kind !== 'challenged' || state.now.kind !== 'new-password') return problem('wrong-step')
  const { user } = state
  const directory = directoryOf(account, user)
  if (directory === undefined) return problem('unavailable', { retryAfter: 60 })
  const limited = await reserveTry(ports, session)
  if (limited !== undefined) return limited
  const result = await withinBudget<PasswordChange>(ports, directory, user, () =>
    ports.directory.changePassword(directory, bindName(user), old, fresh),
  )
  await settleTry(ports, session, user, result.kind === 'rejected' || result.kind === 'account-state')
  const event: AuditEvent = {
    type: auditTypes[result.kind],
    data: { user: await ports.keys.pseudonym(bindName(user)), outcome: result.kind },
  }
  /** Whatever became of the enrollment meanwhile, the audit tells what became of the password. */
  const signInAgain = async (note: PasswordNote): Promise<Outcome> => {
    const outcome = await advance(ports, session, { kind: 'password-to-show', note }, { audit: [event] })
    return outcome.kind === 'problem' ? repeatable(ports, session, event, outcome) : outcome
  }
  switch (result.kind) {
    case 'changed': {
      const confirmation = confirmedByDirectory(account, user, result)
      const outcome = await advance(ports, session, { kind: 'password-changed', confirmation }, { audit: [event] })
      // It stands changed in the directory, whatever keeps the enrollment from going on: here the old one is asked no more.
      return outcome.kind === 'problem' ? signInAgain('changed') : outcome
    }
    case 'accepted':
      return signInAgain('changed')
    case 'unconfirmed':
      return signInAgain('unconfirmed')
    case 'blocked':
      return repeatable(ports, session, event, problem('too-many-requests', { retryAfter: result.retryAfter }))
    case 'refused':
      return repeatable(ports, session, event, problem('new-password-refused'), result.kind)
    case 'unavailable':
      return repeatable(ports, session, event, problem('unavailable', { retryAfter: 60 }), result.kind)
    case 'rejected':
    case 'account-state':
      await ports.enrollments.record(account.id, id, [event])
      return problem(result.kind === 'rejected' ? 'sign-in-failed' : result.state)
  }
}

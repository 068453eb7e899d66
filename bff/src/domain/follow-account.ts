import type { Account } from './account.ts'
import { type Enrollment, provenIn, type State } from './enrollment.ts'

const followed = (state: State, account: Account): State => {
  if (state.kind === 'enrolled' || state.kind === 'refused') return state
  if (account.status === 'closed') return { kind: 'refused', because: 'account-closed', proven: provenIn(state) }
  if (state.kind === 'challenged' && state.now.kind === 'entra-sign-in' && account.entra === undefined)
    return { kind: 'refused', because: 'authentication-not-configured', proven: [] }
  return state
}

/**
 * An enrollment under its account as it is today: closed accounts enroll nobody, and whoever has proven nothing yet
 * goes on in the account's present workflow, so that the two workflows are never both reachable (STANDARD 1.4).
 */
export const followAccount = (enrollment: Enrollment, account: Account): Enrollment => {
  const { state, workflow } = enrollment
  const unproven = state.kind === 'identifying' || (state.kind === 'challenged' && provenIn(state).length === 0)
  if (unproven && workflow !== account.workflow && account.status === 'open')
    return { ...enrollment, workflow: account.workflow, state: { kind: 'identifying' } }
  const next = followed(state, account)
  return next === state ? enrollment : { ...enrollment, state: next }
}

import { claimUser, isInvited } from '../domain/claimed-user.ts'
import { planChallenges } from '../domain/policy/challenge-plan.ts'
import type { Secret } from '../domain/secret.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { answerPassword } from './answer-password.ts'
import { checkPassword } from './check-password.ts'
import type { Names } from './identify-user.ts'
import { reserveTry, takeByAddress, takeByName } from './limits-of-caller.ts'
import { type Outcome, problem } from './outcome.ts'
import { answer, isOver, type Session } from './session.ts'

/** Existing workflow: user name, domain and password from one page, against the authorities of table 2. */
export const submitCredentials = async (
  ports: Ports,
  session: Session,
  names: Names,
  password: Secret,
): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { workflow, state, invitation } = stored.enrollment
  if (workflow !== 'existing' || (state.kind !== 'identifying' && state.kind !== 'challenged'))
    return problem('wrong-step')
  const user = claimUser(account, names.username, names.domain)
  if (typeof user === 'string') return problem(user)
  const plan = planChallenges(account, user, isInvited(account, user, invitation))
  if (plan === 'authentication-not-configured')
    return advance(
      ports,
      session,
      { kind: 'identified', user, plan },
      { audit: [{ type: 'enroll.refused', data: { because: plan } }] },
    )
  // By address first: names are without end, and each has a row and, when it trips, an audit line.
  const limited =
    (await takeByAddress(ports, session, ['identity-per-address-minute'])) ??
    (await takeByName(ports, session, user)) ??
    (await reserveTry(ports, session))
  if (limited !== undefined) return limited
  const [challenge] = plan.challenges
  if (challenge.kind !== 'credentials') return problem('wrong-step')
  const tried = await checkPassword(ports, account, user, challenge.against, password, stored.now)
  return answerPassword(ports, session, user, tried, {
    confirmed: (confirmation) => ({ kind: 'credentials-verified', user, plan, confirmation }),
    outdated: { kind: 'credentials-outdated', user, plan },
  })
}

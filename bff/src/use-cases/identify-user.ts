import { claimUser, isInvited } from '../domain/claimed-user.ts'
import { planChallenges } from '../domain/policy/challenge-plan.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { takeByAddress, takeByName } from './limits-of-caller.ts'
import { type Outcome, problem } from './outcome.ts'
import { answer, isOver, type Session } from './session.ts'

export type Names = { readonly username: string; readonly domain: string }

/** New workflow: who somebody says they are decides, by the tables, what is asked next. The answer depends on account and domain alone. */
export const identifyUser = async (ports: Ports, session: Session, names: Names): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { enrollment } = stored
  if (enrollment.workflow !== 'new') return problem('wrong-step')
  const user = claimUser(account, names.username, names.domain)
  if (typeof user === 'string') return problem(user)
  const limited =
    (await takeByAddress(ports, session, ['identity-per-address-minute'])) ?? (await takeByName(ports, session, user))
  if (limited !== undefined) return limited
  const plan = planChallenges(account, user, isInvited(account, user, enrollment.invitation))
  const name = await ports.keys.pseudonym(`${user.username}@${user.domain}`)
  return advance(
    ports,
    session,
    { kind: 'identified', user, plan },
    { audit: [{ type: 'enroll.identified', data: { user: name } }] },
  )
}

import type { Secret } from '../domain/secret.ts'
import type { Ports } from '../ports/ports.ts'
import { answerPassword } from './answer-password.ts'
import { checkPassword } from './check-password.ts'
import { reserveTry } from './limits-of-caller.ts'
import { type Outcome, problem } from './outcome.ts'
import { answer, isOver, type Session } from './session.ts'

/** New workflow, Active Directory: the password on our next page. */
export const submitPassword = async (ports: Ports, session: Session, password: Secret): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { state } = stored.enrollment
  if (state.kind !== 'challenged' || state.now.kind !== 'password') return problem('wrong-step')
  const limited = await reserveTry(ports, session)
  if (limited !== undefined) return limited
  const tried = await checkPassword(ports, account, state.user, ['active-directory'], password, stored.now)
  return answerPassword(ports, session, state.user, tried, {
    confirmed: (confirmation) => ({ kind: 'password-verified', confirmation }),
    outdated: { kind: 'password-outdated' },
  })
}

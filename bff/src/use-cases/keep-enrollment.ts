import { lifetimeOf } from '../domain/lifetime.ts'
import type { Ports } from '../ports/ports.ts'
import type { Outcome } from './outcome.ts'
import { answer, isOver, type Session } from './session.ts'

/** More time for somebody who asks for it, as often as the rules allow; beyond that it stays as it is. */
export const extendEnrollment = async (ports: Ports, session: Session): Promise<Outcome> => {
  const { kind } = session.stored.enrollment.state
  if (isOver(ports, session) || kind === 'enrolled' || kind === 'refused') return answer(ports, session)
  const stored = await ports.enrollments.extend(session.stored, lifetimeOf(ports.settings), [
    { type: 'enroll.extended', data: {} },
  ])
  return answer(ports, stored === undefined ? session : { ...session, stored })
}

/** Starting over: the browser's enrollment is done with, every proof in it dropped. */
export const startOver = async (ports: Ports, session: Session): Promise<void> =>
  ports.enrollments.abandon(session.stored, [{ type: 'enroll.abandoned', data: {} }])

import { extended } from '../domain/lifetime.ts'
import type { Ports } from '../ports/ports.ts'
import { type Outcome, problem } from './outcome.ts'
import { answer, isOver, lifetimeOf, type Session } from './session.ts'

/** More time for somebody who asks for it. */
export const extendEnrollment = async (ports: Ports, session: Session): Promise<Outcome> => {
  const { stored } = session
  const { kind } = stored.enrollment.state
  if (isOver(ports, session) || kind === 'enrolled' || kind === 'refused') return answer(ports, session)
  const next = extended(stored.enrollment, lifetimeOf(ports.settings), stored.now)
  if (next === stored.enrollment) return answer(ports, session)
  const saved = await ports.enrollments.save(stored, next, { audit: [{ type: 'enroll.extended', data: {} }] })
  return saved.kind === 'saved'
    ? answer(ports, { ...session, stored: saved.stored })
    : problem('in-progress', { retryAfter: 1 })
}

/** Starting over: the browser's enrollment is done with, every proof in it dropped. */
export const startOver = async (ports: Ports, session: Session): Promise<void> =>
  ports.enrollments.abandon(session.stored, [{ type: 'enroll.abandoned', data: {} }])

import { codeDigits } from '@muster/shared/code-digits'
import { triesLeft, typedCode } from '../domain/email-code.ts'
import type { LimitName } from '../domain/limits.ts'
import type { OutboxMail } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { type Outcome, problem, type Refusal } from './outcome.ts'
import { repeatable, tripped } from './refusals.ts'
import { answer, isOver, type Session } from './session.ts'
import { wrongCodesMail } from './tell-of-wrong-codes.ts'

const wrongLimits = ['wrong-codes-per-hour', 'wrong-codes-per-day'] as const satisfies readonly LimitName[]
/** Set when a limit above is met: what it wins back by and by opens the step no sooner than its window's end (STANDARD 5.3). */
const shutMarks = [
  'told-of-wrong-codes-per-hour',
  'told-of-wrong-codes-per-day',
] as const satisfies readonly LimitName[]

const openCode = ({ stored }: Session) => {
  const { state } = stored.enrollment
  return state.kind === 'challenged' && state.now.kind === 'email-code' ? state.now : undefined
}

/** The mailed code: a try is counted, by code and by person, before anything is compared (STANDARD 5.2, 5.3). */
export const verifyEmailCode = async (ports: Ports, session: Session, typed: string): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { id } = stored.enrollment
  const open = openCode(session)
  if (open === undefined) return problem('wrong-step')
  const data = { code: open.codeId }
  // Nothing counts what is typed for a code that is void already.
  const isVoid = (type: 'code.expired' | 'code.exhausted', told: Refusal): Promise<Outcome> =>
    repeatable(ports, session, { type, data }, told, open.codeId)
  const ended = async (limit: LimitName, key: string, mail: readonly OutboxMail[]): Promise<Outcome> =>
    advance(
      ports,
      session,
      { kind: 'codes-exhausted' },
      { audit: [{ type: 'limit.trip', data: { limit, key: await ports.keys.pseudonym(key) } }], mail },
    )
  const code = typedCode(typed)
  // What cannot be a code costs no try: a person who sends half of one has learned nothing.
  if (!/^[0-9]+$/.test(code) || code.length !== codeDigits)
    return problem('code-wrong', { triesLeft: stored.code?.triesLeft ?? 0 })
  const userKey = `${account.id}|${open.confirmation.subject.key}`
  const shut = await ports.limiter.peek(shutMarks, userKey)
  if (!shut.ok) return ended(shut.limit, userKey, [])
  const counted = await ports.codes.countTry(account.id, open.codeId)
  if (counted === undefined || counted.kind === 'used' || counted.kind === 'expired')
    return isVoid('code.expired', problem('code-expired'))
  const { rateFactor } = ports.settings
  const isSpent = counted.kind === 'exhausted'
  // A spent code costs nothing more; where the person's own limit is spent too, another code would not help.
  const guesses = await ports.limiter[isSpent ? 'peek' : 'take'](wrongLimits, userKey, rateFactor)
  if (!guesses.ok) return ended(guesses.limit, userKey, [await wrongCodesMail(ports, session, open.sentTo, userKey)])
  if (isSpent) return isVoid('code.exhausted', problem('code-exhausted', { triesLeft: 0 }))
  if (!(await ports.keys.codeMatches(counted.code.digest, id, open.codeId, code))) {
    await ports.enrollments.record(account.id, id, [{ type: 'code.wrong', data }])
    return problem('code-wrong', { triesLeft: triesLeft(counted.code) })
  }
  const [outcome] = await Promise.all([
    advance(ports, session, { kind: 'code-verified', codeId: open.codeId }, { audit: [] }),
    // It was no wrong one after all.
    ports.limiter.giveBack(wrongLimits, userKey, rateFactor),
  ])
  return outcome
}

/** Another code; the one before is void from then on. */
export const resendEmailCode = async (ports: Ports, session: Session): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  if (openCode(session) === undefined) return problem('wrong-step')
  const { code, now, enrollment } = session.stored
  if (code !== undefined && now < code.resendAt) {
    const early = { limit: 'resend-after', retryAfter: Math.ceil((code.resendAt - now) / 1000) } as const
    return tripped(ports, session, early, enrollment.id)
  }
  return advance(ports, session, { kind: 'code-resent' }, { audit: [] })
}

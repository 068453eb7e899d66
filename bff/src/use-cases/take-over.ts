import type { HandOverTaken } from '@muster/shared/hand-over'
import { canHandOver, formatNumber, provenPerson } from '../domain/hand-over.ts'
import { recognizeBrowser } from '../domain/recognize-browser.ts'
import type { Ports } from '../ports/ports.ts'
import type { Caller } from './caller.ts'
import { handOverDigest, moment } from './hand-over.ts'
import { takeByAddress } from './limits-of-caller.ts'
import { type Outcome, problem, type Refusal } from './outcome.ts'
import { answer, isOver, loadSession, sessionOf } from './session.ts'

/** Another device has the code, and uses it up. `taker` is the cookie under which it waits for the first device's word. */
export const redeemHandOver = async (
  ports: Ports,
  { account: name, code }: { readonly account: string; readonly code: string },
  cookie: string | undefined,
  caller: Caller,
): Promise<{ readonly reply: HandOverTaken; readonly taker: string } | Refusal> => {
  const account = await ports.accounts.find(name)
  if (account === undefined) return problem('unknown-account')
  const limited = await takeByAddress(ports, { account, caller }, ['hand-over-codes-per-address'])
  if (limited !== undefined) return limited
  const digest = await handOverDigest(ports, code)
  const stored = await ports.handOvers.offered(digest)
  const session = stored?.enrollment.accountId === name ? await sessionOf(ports, stored, caller) : undefined
  if (session === undefined || 'kind' in session || isOver(ports, session) || !canHandOver(session.stored.enrollment))
    return problem('hand-over-ended')
  const own = await loadSession(ports, cookie, caller)
  // Nothing is used up: the link was opened where it was shown.
  if (!('kind' in own) && own.stored.enrollment.id === session.stored.enrollment.id) return problem('hand-over-here')
  const taker = ports.chance.nonce()
  const number = formatNumber(ports.chance.number(90))
  const by = recognizeBrowser(caller.userAgent)
  const end = await ports.handOvers.take(
    digest,
    { takerDigest: await ports.keys.digest(taker), number, by, lifetime: ports.settings.handOverLifetime },
    [{ type: 'hand-over.taken', data: by }],
  )
  if (end === undefined) return problem('hand-over-ended')
  return { reply: { kind: 'waiting', number, expiresAt: moment(end) }, taker }
}

/** The second device's view while it waits, and once it may go on. Nothing is used up. */
export const seeTaken = async (
  ports: Ports,
  taker: string | undefined,
  caller: Caller,
): Promise<HandOverTaken | Refusal> => {
  if (taker === undefined) return problem('hand-over-ended')
  const waiting = await ports.handOvers.taken(await ports.keys.digest(taker))
  if (waiting !== undefined) return { kind: 'waiting', number: waiting.number, expiresAt: moment(waiting.expiresAt) }
  const session = await loadSession(ports, taker, caller)
  if ('kind' in session) return problem('hand-over-ended')
  const { account, stored } = session
  const person = provenPerson(stored.enrollment)
  return {
    kind: 'confirmed',
    account: { id: account.id, name: account.name },
    reference: stored.enrollment.reference,
    ...(person === undefined ? {} : { person }),
  }
}

/**
 * The person at the second device has read whose enrollment it is, and goes on with it: its cookie comes with the answer.
 * What this browser had under way besides is done with.
 */
export const continueHandOver = async (
  ports: Ports,
  taker: string | undefined,
  cookie: string | undefined,
  caller: Caller,
): Promise<Outcome> => {
  const session = await loadSession(ports, taker, caller)
  if ('kind' in session) return problem('hand-over-ended')
  const own = await loadSession(ports, cookie, caller)
  if (!('kind' in own) && own.stored.enrollment.id !== session.stored.enrollment.id)
    await ports.enrollments.abandon(own.stored, [{ type: 'enroll.replaced', data: {} }])
  return answer(ports, session)
}

/** The person at the second device knows nothing of whose enrollment it is: nobody goes on with it. Without one, nothing happens. */
export const declineHandOver = async (ports: Ports, taker: string | undefined, caller: Caller): Promise<void> => {
  const session = await loadSession(ports, taker, caller)
  if (!('kind' in session))
    await ports.enrollments.abandon(session.stored, [{ type: 'hand-over.refused', data: { because: 'declined' } }])
}

import type { HandOverSeen, Offer, SeenBrowser } from '@muster/shared/hand-over'
import { canHandOver, handedOver } from '../domain/hand-over.ts'
import { toStep } from '../domain/to-step.ts'
import type { HandOver } from '../ports/hand-over-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { Caller } from './caller.ts'
import { problem, type Refusal } from './outcome.ts'
import { tripped } from './refusals.ts'
import { isOver, loadSession, type Session, sessionOf, viewOf } from './session.ts'

/** How a hand-over's code is kept: keyed, under a name of its own. */
export const handOverDigest = ({ keys }: Ports, code: string): Promise<string> => keys.pseudonym(`hand-over|${code}`)

// oxlint-disable-next-line no-restricted-globals -- formats a given moment, reads no clock
export const moment = (at: number): string => new Date(at).toISOString()

/** A code to go on with this enrollment elsewhere, in place of any earlier one. `origin` as people open the portal. */
export const offerHandOver = async (ports: Ports, session: Session, origin: string): Promise<Offer | Refusal> => {
  const { account, stored } = session
  const { id, invitation } = stored.enrollment
  if (isOver(ports, session) || !canHandOver(stored.enrollment)) return problem('wrong-step')
  const limit = await ports.limiter.take(['hand-overs-per-enrollment'], id)
  if (!limit.ok) return tripped(ports, session, limit, id)
  const code = ports.chance.nonce().slice(0, 22)
  const digest = await handOverDigest(ports, code)
  const lifetime = ports.settings.handOverLifetime
  const end = await ports.handOvers.offer(stored, digest, lifetime, [{ type: 'hand-over.offered', data: {} }])
  if (end === undefined) return problem('no-enrollment')
  const link = invitation === undefined ? account.id : `${account.id}/${invitation.id}`
  const url = `${origin}/${link}#go=${code}`
  return { url, qr: ports.renderQr(url), expiresAt: moment(end) }
}

const seen = (handOver: HandOver | undefined): HandOverSeen => {
  if (handOver === undefined) return { kind: 'none' }
  const expiresAt = moment(handOver.expiresAt)
  // The number stands on the other screen alone.
  return handOver.kind === 'offered' ? { kind: 'offered', expiresAt } : { kind: 'taken', by: handOver.by, expiresAt }
}

/** What is left to a device that handed its enrollment over: how far that has come, and nothing that is asked there. */
const watching = (ports: Ports, session: Session, by: SeenBrowser): HandOverSeen => {
  const { kind, reference, account, progress } = toStep(session.stored.enrollment, viewOf(ports, session))
  return { kind: 'watching', by, step: kind, reference, account, progress }
}

/** The first device's view, before and after. Looking is no activity. */
export const seeHandOver = async (
  ports: Ports,
  cookie: string | undefined,
  caller: Caller,
): Promise<HandOverSeen | Refusal> => {
  const session = await loadSession(ports, cookie, caller)
  if (!('kind' in session)) {
    const { accountId, id } = session.stored.enrollment
    return seen(await ports.handOvers.of(accountId, id))
  }
  if (cookie === undefined || session.code !== 'handed-over') return session
  const watched = await ports.handOvers.watched(await ports.keys.digest(cookie))
  const theirs = watched && (await sessionOf(ports, watched.stored, caller))
  return watched === undefined || theirs === undefined || 'kind' in theirs
    ? problem('hand-over-ended')
    : watching(ports, theirs, watched.by)
}

/**
 * The person at the first device has read the number on the second one. A wrong one, or none, ends the hand-over: another
 * needs another code, and those are counted. The right one gives the enrollment away: `cookie` only looks on from then on.
 */
export const answerHandOver = async (
  ports: Ports,
  session: Session,
  number: string,
  cookie: string,
): Promise<HandOverSeen | Refusal> => {
  const { stored } = session
  const { accountId, id } = stored.enrollment
  const handOver = await ports.handOvers.of(accountId, id)
  const refuse = (because: string, takerDigest?: string) =>
    ports.handOvers.refuse(accountId, id, takerDigest, [{ type: 'hand-over.refused', data: { because } }])
  if (number === 'none') {
    await refuse('unwanted')
    return { kind: 'none' }
  }
  if (isOver(ports, session) || !canHandOver(stored.enrollment)) return problem('wrong-step')
  if (handOver?.kind !== 'taken') return problem('hand-over-ended')
  const { takerDigest, by } = handOver
  if (number !== handOver.number) {
    await refuse('wrong-number', takerDigest)
    return problem('hand-over-number-wrong')
  }
  const next = handedOver(stored.enrollment, ports.chance.nonce(), stored.now)
  const present = await ports.keys.cookieOf(id, stored.rotation + 1)
  const saved = await ports.enrollments.save(stored, next, {
    // What the second device took works until it comes for its cookie.
    rotate: { cookieDigest: await ports.keys.digest(present), grace: ports.settings.enrollmentIdle },
    handOver: { takerDigest, watcherDigest: await ports.keys.digest(cookie), by },
    audit: [{ type: 'hand-over.confirmed', data: by }],
  })
  return saved.kind === 'saved' ? watching(ports, { ...session, stored: saved.stored }, by) : problem('wrong-step')
}

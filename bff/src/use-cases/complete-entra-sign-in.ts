import type { EntraSignIn } from '@muster/shared/submission'
import { isSamePerson } from '../domain/claimed-user.ts'
import { entraErrorIn, entraReasonFor } from '../domain/policy/entra-reason.ts'
import { restartOffer } from '../domain/policy/restart-offer.ts'
import type { Event } from '../domain/transition.ts'
import type { AuditEvent } from '../ports/enrollment-store.ts'
import type { SignInCheck } from '../ports/identity-provider.ts'
import type { Ports } from '../ports/ports.ts'
import { advance, type Along } from './advance.ts'
import { confirmedByEntra } from './check-password.ts'
import { type Outcome, problem, type Refusal } from './outcome.ts'
import { tripped } from './refusals.ts'
import { answer, isOver, type Session } from './session.ts'

/** The token check's word for a token without the authentication context that was asked for. */
const missingContext = 'context-missing'

/** Leaves the step with a fresh nonce, so that the tokens at hand are worth nothing, and answers the problem. */
const rejected = async (
  ports: Ports,
  session: Session,
  type: 'auth.entra.reject' | 'identity.mismatch',
  reason: string,
  told: Refusal,
  useTokens?: Along['useTokens'],
): Promise<Outcome> => {
  const event = { kind: 'entra-rejected', contextMissed: reason === missingContext } as const
  const along = { audit: [{ type, data: { reason } }], ...(useTokens === undefined ? {} : { useTokens }) }
  const moved = await advance(ports, session, event, along)
  return moved.kind === 'problem' ? moved : told
}

/** Good tokens that were used before: nothing was saved, so the step still needs its fresh nonce. */
const unlessUsed = (ports: Ports, session: Session, outcome: Outcome): Outcome | Promise<Outcome> =>
  outcome.kind === 'problem' && outcome.code === 'token-rejected'
    ? rejected(ports, session, 'auth.entra.reject', 'used before', outcome)
    : outcome

/** Somebody else signed in. Their tokens are used up with that: whoever begins anew signs in anew (STANDARD 2.3). */
const mismatched = async (
  ports: Ports,
  session: Session,
  { person, tokens }: Extract<SignInCheck, { kind: 'verified' }>,
): Promise<Outcome> => {
  const restartAs = restartOffer(session.account, person.preferredUsername, session.stored.enrollment.invitation)
  const told = problem('identity-mismatch', restartAs === undefined ? {} : { restartAs })
  const outcome = await rejected(ports, session, 'identity.mismatch', 'another person', told, tokens)
  return unlessUsed(ports, session, outcome)
}

/**
 * Microsoft's refusal, as a browser tells it that nobody needs to believe: it ends this enrollment whatever it says, and
 * only known words, numbers and identifiers of it are kept (STANDARD 2.6).
 */
const refusedByEntra = (
  ports: Ports,
  session: Session,
  { error: text, errorCodes = [], ...ids }: Extract<EntraSignIn, { error: string }>,
): Promise<Outcome> => {
  const error = entraErrorIn(text)
  const reason = entraReasonFor(error, errorCodes)
  const refusal = { reason, said: { error, errorCodes, ...ids, at: session.stored.now } }
  const data = { reason: error, numbers: errorCodes.join(' '), told: reason, ...ids }
  return advance(ports, session, { kind: 'entra-failed', refusal }, { audit: [{ type: 'auth.entra.reject', data }] })
}

/** New workflow, Entra: tokens brought back from Microsoft's page, or its refusal, which is final (table 2). */
export const completeEntraSignIn = async (ports: Ports, session: Session, result: EntraSignIn): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { id, state, startedAt } = stored.enrollment
  if (state.kind !== 'challenged' || state.now.kind !== 'entra-sign-in' || account.entra === undefined)
    return problem('wrong-step')
  const limit = await ports.limiter.take(['entra-posts-per-enrollment'], id)
  if (!limit.ok) return tripped(ports, session, limit, id)
  if ('error' in result) {
    return refusedByEntra(ports, session, result)
  }
  const { nonce, authenticationContext, contextMissed } = state.now
  const tokens = {
    idToken: result.idToken,
    ...(result.accessToken === undefined ? {} : { accessToken: result.accessToken }),
  }
  const check: SignInCheck = await ports.identityProvider.verifySignIn(account.entra, tokens, {
    nonce,
    startedAt,
    now: stored.now,
    ...(authenticationContext === undefined ? {} : { authenticationContext }),
  })
  if (check.kind === 'unavailable') return problem('unavailable', { retryAfter: 30 })
  if (check.kind === 'rejected') {
    // A missing authentication context may be asked for once more (STANDARD 2.5); then there is no enrollment.
    const failed: Event = { kind: 'entra-failed', refusal: { reason: 'second-check-not-made' } }
    return check.reason === missingContext && contextMissed
      ? advance(ports, session, failed, { audit: [{ type: 'auth.entra.reject', data: { reason: check.reason } }] })
      : rejected(ports, session, 'auth.entra.reject', check.reason, problem('token-rejected'))
  }
  const { person, contextSatisfied } = check
  if (!person.names.some((name) => isSamePerson(account, state.user, name))) return mismatched(ports, session, check)
  const confirmation = confirmedByEntra(account, state.user, person, contextSatisfied)
  const audit: AuditEvent = {
    type: 'auth.entra.ok',
    data: { subject: confirmation.subject.key, mfa: contextSatisfied },
  }
  const outcome = await advance(
    ports,
    session,
    { kind: 'entra-verified', confirmation },
    { audit: [audit], useTokens: check.tokens },
  )
  return unlessUsed(ports, session, outcome)
}

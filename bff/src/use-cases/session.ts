import type { Account } from '../domain/account.ts'
import { followAccount } from '../domain/follow-account.ts'
import { likelyPlatform } from '../domain/guess-platform.ts'
import { isExpired, lifetimeOf } from '../domain/lifetime.ts'
import { toStep, type View } from '../domain/to-step.ts'
import type { Stored } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { Caller } from './caller.ts'
import { type Outcome, problem, type Refusal } from './outcome.ts'

/** One browser's enrollment, loaded for one call, under its account as it is today. */
export type Session = { readonly account: Account; readonly stored: Stored; readonly caller: Caller }

/** A session of what the store has. */
export const sessionOf = async (ports: Ports, stored: Stored, caller: Caller): Promise<Session | Refusal> => {
  const account = await ports.accounts.find(stored.enrollment.accountId, stored.settingsVersion)
  if (account === undefined) return problem('no-enrollment')
  return { account, caller, stored: { ...stored, enrollment: followAccount(stored.enrollment, account) } }
}

/** Finds the enrollment that a cookie stands for. */
export const loadSession = async (
  ports: Ports,
  cookie: string | undefined,
  caller: Caller,
): Promise<Session | Refusal> => {
  if (cookie === undefined) return problem('no-enrollment')
  const digest = await ports.keys.digest(cookie)
  const stored = await ports.enrollments.load(digest)
  if (stored !== undefined) return sessionOf(ports, stored, caller)
  // A device that handed its enrollment over may look on, and do nothing else.
  return problem((await ports.handOvers.watched(digest)) === undefined ? 'no-enrollment' : 'handed-over')
}

export const isOver = (ports: Ports, { stored }: Session): boolean =>
  isExpired(stored.enrollment, lifetimeOf(ports.settings), stored.now)

export const viewOf = (ports: Ports, { account, stored, caller }: Session): View => {
  const { state, invitation } = stored.enrollment
  const metadata = account.entra && ports.identityProvider.metadataFor(account.entra)
  const handOff =
    state.kind === 'enrolled'
      ? ports.makeHandOff(account, state, caller.userAgent, stored.enrollment.reference)
      : undefined
  const suggested = invitation?.platform ?? likelyPlatform(caller.platform, caller.userAgent)
  return {
    account,
    lifetime: lifetimeOf(ports.settings),
    now: stored.now,
    sender: ports.sender,
    ...(stored.code === undefined ? {} : { code: stored.code }),
    ...(suggested === undefined ? {} : { suggested }),
    ...(handOff === undefined ? {} : { handOff }),
    ...(metadata === undefined ? {} : { authorityMetadata: metadata }),
  }
}

/** What a browser has seen of the enrollment, as an entity tag (RFC 9110 section 8.8.3). */
export const tagOf = ({ stored }: Session): string => `"${stored.enrollment.reference}.${stored.version}"`

/** The answer to every call that succeeded: where the enrollment stands now, and its present cookie. */
export const answer = async (ports: Ports, session: Session, created = false): Promise<Outcome> => ({
  kind: 'step',
  step: toStep(session.stored.enrollment, viewOf(ports, session)),
  cookie: await ports.keys.cookieOf(session.stored.enrollment.id, session.stored.rotation),
  tag: tagOf(session),
  ...(created ? { created } : {}),
})

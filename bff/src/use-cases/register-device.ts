import type { Device } from '@muster/shared/submission'
import type { Account } from '../domain/account.ts'
import { isEarned } from '../domain/enrollment.ts'
import type { Ports } from '../ports/ports.ts'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { advance } from './advance.ts'
import { type Outcome, problem, type Refusal } from './outcome.ts'
import { auditOnce, repeatable, tripped } from './refusals.ts'
import { answer, isOver, loadSession, type Session } from './session.ts'

const platformNames = { ios: 'iPhone', android: 'Android', windows: 'Windows' } as const satisfies Record<
  Device['platform'],
  string
>

const refusalOf = (account: Account, { platform, ownership, termsVersion }: Device): Refusal | undefined => {
  if (!account.platforms.includes(platform)) return problem('platform-not-allowed')
  if (ownership !== undefined && !account.askOwnership.includes(ownership))
    return problem('malformed', { detail: 'This account does not ask for that ownership.' })
  return account.terms !== undefined && termsVersion !== account.terms.version ? problem('terms-required') : undefined
}

const denied = (ports: Ports, session: Session, refusal: Refusal): Promise<Refusal> =>
  repeatable(ports, session, { type: 'device.denied', data: { because: refusal.code } }, refusal, refusal.code)

/** The same request again gets the same answer; another request under its key gets none (STANDARD 8.1). */
const repeated = async (ports: Ports, session: Session, key: string, bodyDigest: string): Promise<Outcome> => {
  const done = session.stored.registration
  if (done?.idempotencyKey !== key) return problem('wrong-step')
  if (done.bodyDigest !== bodyDigest) return problem('idempotency-key-reused')
  // Not as something the person did: the answer is the one that was given, to its last letter.
  await auditOnce(ports, session, `device.replay|${session.stored.enrollment.id}`, { type: 'device.replay', data: {} })
  return answer(ports, session)
}

/** A repetition that came while the first was under way finds it done, or is told to wait. */
const afterConflict = async (
  ports: Ports,
  session: Session,
  cookie: string,
  key: string,
  bodyDigest: string,
): Promise<Outcome> => {
  const again = await loadSession(ports, cookie, session.caller)
  return 'kind' in again || again.stored.enrollment.state.kind !== 'enrolled'
    ? problem('in-progress', { retryAfter: 1 })
    : repeated(ports, again, key, bodyDigest)
}

/** The store gave up while it saved: the device may be registered, and the same request again finds out. */
const unconfirmed = (error: unknown): never => {
  if (error instanceof StoreUnavailable) throw new StoreUnavailable(error.message, { cause: error, unconfirmed: true })
  throw error
}

/** The device is registered, once: the enrollment's last step, in one transaction with its factors and its audit line. */
export const registerDevice = async (
  ports: Ports,
  session: Session,
  device: Device,
  idempotencyKey: string,
  cookie: string,
): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { account, stored } = session
  const { state } = stored.enrollment
  const { platform, name, ownership, termsVersion } = device
  const bodyDigest = await ports.keys.digest(JSON.stringify([platform, name, ownership, termsVersion]))
  if (state.kind === 'enrolled') return repeated(ports, session, idempotencyKey, bodyDigest)
  if (state.kind !== 'choosing-device') return problem('wrong-step')
  // No walk leads here: somebody changed the row, and the operator should hear of it.
  if (!isEarned(state)) throw new Error(`enrollment ${stored.enrollment.id} asks for a device without its proofs`)
  const refusal = refusalOf(account, device)
  if (refusal !== undefined) return refusal.code === 'malformed' ? refusal : denied(ports, session, refusal)
  const userKey = `${account.id}|${state.confirmation.subject.key}`
  const limit = await ports.limiter.take(['registrations-per-user'], userKey, ports.settings.rateFactor)
  if (!limit.ok) {
    const earlier = await afterConflict(ports, session, cookie, idempotencyKey, bodyDigest)
    return earlier.kind === 'problem' && earlier.code === 'in-progress'
      ? tripped(ports, session, limit, userKey)
      : earlier
  }
  const chosen = {
    platform,
    name: name?.trim() || `${platformNames[platform]} · ${state.user.username}`,
    ...(ownership === undefined ? {} : { ownership }),
    ...(termsVersion === undefined ? {} : { termsVersion }),
  }
  const handOff = account.handOff[platform]
  const outcome = await advance(
    ports,
    session,
    { kind: 'device-chosen', device: chosen, ...(handOff === undefined ? {} : { handOff }) },
    { audit: [], registration: { idempotencyKey, bodyDigest } },
  ).catch(unconfirmed)
  if (outcome.kind === 'step') return outcome
  // No device of this person's came of it.
  await ports.limiter.giveBack(['registrations-per-user'], userKey, ports.settings.rateFactor)
  if (outcome.code === 'wrong-step') return afterConflict(ports, session, cookie, idempotencyKey, bodyDigest)
  return outcome.code === 'device-limit' ? denied(ports, session, outcome) : outcome
}

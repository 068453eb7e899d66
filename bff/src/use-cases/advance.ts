import { formatCode, issueCode } from '../domain/email-code.ts'
import { type Confirmation, type Enrollment, provenIn } from '../domain/enrollment.ts'
import type { LimitName } from '../domain/limits.ts'
import { type Effect, type Event, transition } from '../domain/transition.ts'
import type { AuditEvent, Companions } from '../ports/enrollment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { composeCodeMail, composeRegisteredMail } from './compose-mail.ts'
import { type Outcome, problem, type Refusal } from './outcome.ts'
import { tripped } from './refusals.ts'
import { answer, isOver, type Session } from './session.ts'

/** What a use case saves along with the step that its event leads to. */
export type Along = {
  readonly audit: readonly AuditEvent[]
  readonly useTokens?: Companions['useTokens']
  readonly mail?: Companions['mail']
  readonly registration?: { readonly idempotencyKey: string; readonly bodyDigest: string }
}

const sendLimits = [
  'codes-sent-per-minute',
  'codes-sent-per-quarter-hour',
  'codes-sent-per-hour',
  'codes-sent-per-day',
] as const satisfies readonly LimitName[]

const minutes = (ms: number): number => Math.round(ms / 60_000)

type Written = Omit<Companions, 'audit'> & { readonly audit?: readonly AuditEvent[] }

const codeCompanions = async (
  ports: Ports,
  { account, stored, caller }: Session,
  next: Enrollment,
  codeId: string,
  to: string,
): Promise<Written> => {
  const { settings, keys, chance, wordsIn } = ports
  const text = formatCode(chance.number(100_000_000))
  const digest = await keys.digestCode(next.id, codeId, text)
  const mailId = chance.id()
  const mail = composeCodeMail({
    id: mailId,
    to,
    account,
    words: wordsIn(caller.language),
    code: text,
    number: next.codes ?? 1,
    reference: next.reference,
    requestedAt: stored.now,
    minutes: minutes(settings.codeLifetime),
    ...(next.invitation?.platform === undefined ? {} : { platform: next.invitation.platform }),
  })
  return {
    issueCode: issueCode(
      codeId,
      digest,
      { lifetime: settings.codeLifetime, tries: settings.codeTries, resendAfter: settings.resendAfter },
      stored.now,
    ),
    mail: [{ id: mailId, codeId, sealed: await keys.seal(JSON.stringify(mail)), usefulFor: settings.codeLifetime }],
    audit: [{ type: 'code.sent', data: { code: codeId } }],
  }
}

const deviceCompanions = async (
  ports: Ports,
  { account, stored, caller }: Session,
  next: Enrollment,
  effect: Extract<Effect, { kind: 'register-device' }>,
  registration: Along['registration'],
): Promise<Written> => {
  if (registration === undefined || next.state.kind !== 'enrolled') throw new Error('a device without its request')
  const { device } = effect
  const { confirmation } = next.state
  const mailId = ports.chance.id()
  const mail =
    confirmation.mail === undefined
      ? undefined
      : composeRegisteredMail({
          id: mailId,
          to: confirmation.mail,
          account,
          words: ports.wordsIn(caller.language),
          english: ports.wordsIn('en'),
          device,
          reference: next.reference,
          at: stored.now,
        })
  return {
    device: { device, ...registration, ...(account.deviceLimit === undefined ? {} : { limit: account.deviceLimit }) },
    ...(mail
      ? { mail: [{ id: mailId, sealed: await ports.keys.seal(JSON.stringify(mail)), usefulFor: 24 * 3_600_000 }] }
      : {}),
    audit: [
      { type: 'device.ok', data: { device: device.id, platform: device.platform, subject: confirmation.subject.key } },
    ],
  }
}

const written = async (
  ports: Ports,
  session: Session,
  next: Enrollment,
  effect: Effect,
  along: Along,
): Promise<Written> => {
  switch (effect.kind) {
    case 'issue-code':
      return codeCompanions(ports, session, next, effect.codeId, effect.to)
    case 'consume-code':
      return { consumeCode: effect.codeId, audit: [{ type: 'code.ok', data: { code: effect.codeId } }] }
    case 'register-device':
      return deviceCompanions(ports, session, next, effect, along.registration)
  }
}

/** The authority's word that an enrollment rests on, once there is one. */
const confirmationIn = ({ state }: Enrollment): Confirmation | undefined => {
  if (state.kind === 'choosing-device' || state.kind === 'enrolled') return state.confirmation
  return state.kind === 'challenged' && state.now.kind === 'email-code' ? state.now.confirmation : undefined
}

/** The key of whoever has been confirmed in this enrollment. */
const subjectOf = (enrollment: Enrollment): string | undefined => confirmationIn(enrollment)?.subject.key

/** A proof changes the cookie, so that a stolen earlier one is worth nothing (STANDARD 4.1). */
const rotated = async (
  ports: Ports,
  { stored }: Session,
  next: Enrollment,
): Promise<Pick<Companions, 'rotate' | 'provenOpen'>> => {
  const confirmed = confirmationIn(next)
  // The machine hands a confirmation on as it is: another one is a fresh proof, even where it takes an earlier one's place.
  const fresh = confirmed !== undefined && confirmed !== confirmationIn(stored.enrollment)
  if (!fresh && provenIn(next.state).length <= provenIn(stored.enrollment.state).length) return {}
  const cookie = await ports.keys.cookieOf(next.id, stored.rotation + 1)
  const rotate = { cookieDigest: await ports.keys.digest(cookie), grace: ports.settings.cookieGrace }
  return fresh
    ? { rotate, provenOpen: { userKey: confirmed.subject.key, most: ports.settings.provenOpenPerUser } }
    : { rotate }
}

const lostTo = { conflict: 'wrong-step', 'token-used': 'token-rejected', 'device-limit': 'device-limit' } as const

const sendKey = ({ account }: Session, next: Enrollment): string => `${account.id}|${subjectOf(next) ?? ''}`

const sendAllowed = async (ports: Ports, session: Session, next: Enrollment): Promise<Refusal | undefined> => {
  const key = sendKey(session, next)
  const verdict = await ports.limiter.take(sendLimits, key, ports.settings.rateFactor)
  return verdict.ok ? undefined : tripped(ports, session, verdict, key)
}

/**
 * The one shell around the machine: event → next state, saved with everything that belongs to it if nobody saved
 * before, and only then answered. So of a hundred parallel tries one counts and the others learn nothing.
 */
export const advance = async (ports: Ports, session: Session, event: Event, along: Along): Promise<Outcome> => {
  if (isOver(ports, session)) return answer(ports, session)
  const { stored } = session
  const spare = { nonce: ports.chance.nonce(), codeId: ports.chance.id(), deviceId: ports.chance.id() }
  const moved = transition(stored.enrollment, event, { now: stored.now, spare })
  if (!moved.ok) return problem(moved.because)
  const { next, effects } = moved
  const mails = effects.some(({ kind }) => kind === 'issue-code')
  const refused = mails ? await sendAllowed(ports, session, next) : undefined
  if (refused !== undefined) return refused
  const companions = await Promise.all(effects.map((effect) => written(ports, session, next, effect, along)))
  const saved = await ports.enrollments.save(stored, next, {
    ...Object.assign({}, ...companions),
    ...(await rotated(ports, session, next)),
    ...(along.useTokens === undefined ? {} : { useTokens: along.useTokens }),
    ...(along.mail === undefined ? {} : { mail: along.mail }),
    audit: [...along.audit, ...companions.flatMap(({ audit }) => audit ?? [])],
  })
  if (saved.kind !== 'saved') {
    // Whoever was first sends the code.
    if (mails) await ports.limiter.giveBack(sendLimits, sendKey(session, next), ports.settings.rateFactor)
    return problem(lostTo[saved.kind])
  }
  // A code is waited for; what only tells of something comes when the sender looks next, and costs no look of its own.
  if (mails) ports.nudgeOutbox()
  return answer(ports, { ...session, stored: saved.stored })
}

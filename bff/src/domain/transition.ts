import type { RefusalCode } from '@muster/shared/step'
import type { PasswordNote } from '@muster/shared/vocabulary'
import type { ClaimedUser } from './claimed-user.ts'
import {
  type Confirmation,
  type Device,
  type Enrollment,
  type EntraRefusal,
  isEarned,
  provenIn,
  type State,
  type StateOf,
} from './enrollment.ts'
import type { Challenge, ChallengePlan } from './policy/challenge-plan.ts'

/** What happened, as a use case found out. */
export type Event =
  | {
      readonly kind: 'identified'
      readonly user: ClaimedUser
      readonly plan: ChallengePlan | 'authentication-not-configured'
    }
  | {
      readonly kind: 'credentials-verified'
      readonly user: ClaimedUser
      readonly plan: ChallengePlan
      readonly confirmation: Confirmation
    }
  | { readonly kind: 'credentials-outdated'; readonly user: ClaimedUser; readonly plan: ChallengePlan }
  | { readonly kind: 'password-verified'; readonly confirmation: Confirmation }
  | { readonly kind: 'password-outdated' }
  | { readonly kind: 'password-changed'; readonly confirmation: Confirmation }
  /** A password was changed, or may have been, and nothing is proven by that: the person signs in with it. */
  | { readonly kind: 'password-to-show'; readonly note: PasswordNote }
  | { readonly kind: 'entra-verified'; readonly confirmation: Confirmation }
  | { readonly kind: 'entra-rejected'; readonly contextMissed: boolean }
  /** In the existing workflow too, where Microsoft refuses somebody for more than a password. */
  | { readonly kind: 'entra-failed'; readonly refusal: EntraRefusal }
  | { readonly kind: 'code-resent' }
  | { readonly kind: 'code-verified'; readonly codeId: string }
  | { readonly kind: 'codes-exhausted' }
  | {
      readonly kind: 'device-chosen'
      readonly device: Omit<Device, 'id' | 'registeredAt'>
      /** As in the state `enrolled`. */
      readonly handOff?: string
    }

/** What must be saved together with the next state. */
export type Effect =
  | { readonly kind: 'issue-code'; readonly codeId: string; readonly to: string }
  | { readonly kind: 'consume-code'; readonly codeId: string }
  | { readonly kind: 'register-device'; readonly device: Device }

/** Chance, drawn beforehand by the shell so that the machine stays a function. */
export type Spare = { readonly nonce: string; readonly codeId: string; readonly deviceId: string }

export type Transition =
  | { readonly ok: true; readonly next: Enrollment; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly because: 'wrong-step' }

type Moved = { readonly state: State; readonly effects?: readonly Effect[] } | undefined
type Context = { readonly now: number; readonly spare: Spare }

const refused = (state: State, because: RefusalCode): Moved => ({
  state: { kind: 'refused', because, proven: provenIn(state) },
})

const entraRefused = (entra: EntraRefusal): Moved => ({
  state: { kind: 'refused', because: 'entra-failed', proven: [], entra },
})

/** The plan's first challenge is open, and nothing is proven. */
const started = (user: ClaimedUser, plan: ChallengePlan, spare: Spare): Moved => {
  const [first, ...then] = plan.challenges
  const open = { kind: 'challenged', user, plan, met: [], then } as const
  switch (first.kind) {
    case 'password':
      return { state: { ...open, now: { kind: 'password' } } }
    case 'entra-sign-in':
      return { state: { ...open, now: { ...first, nonce: spare.nonce, contextMissed: false } } }
    case 'credentials':
    case 'email-code':
      // Credentials name and prove in one event; a code is never first. Neither can wait here.
      return undefined
  }
}

type Walk = Pick<StateOf<'challenged'>, 'user' | 'plan' | 'met' | 'then'>

/** One challenge is met: on to the next of the plan, or to the device. */
const walked = (
  { user, plan, met, then }: Walk,
  done: Challenge['kind'],
  confirmation: Confirmation,
  spare: Spare,
): Moved => {
  const metNow = [...met, done]
  const [next, ...rest] = then
  if (next === undefined) return { state: { kind: 'choosing-device', user, plan, confirmation, met: metNow } }
  if (next.kind !== 'email-code') return undefined
  if (confirmation.mail === undefined)
    return { state: { kind: 'refused', because: 'no-mail-address', proven: confirmation.proven } }
  const now = { kind: 'email-code', codeId: spare.codeId, sentTo: confirmation.mail, confirmation } as const
  return {
    state: { kind: 'challenged', user, plan, met: metNow, now, then: rest },
    effects: [{ kind: 'issue-code', codeId: spare.codeId, to: confirmation.mail }],
  }
}

/** Saying who one is: where the enrollment begins, and begins again as long as no device is being chosen. */
const whileNaming = (workflow: Enrollment['workflow'], event: Event, { spare }: Context): Moved => {
  if (workflow === 'new' && event.kind === 'identified')
    return event.plan === 'authentication-not-configured'
      ? { state: { kind: 'refused', because: event.plan, proven: [] } }
      : started(event.user, event.plan, spare)
  if (workflow === 'existing' && event.kind === 'identified' && event.plan === 'authentication-not-configured')
    return { state: { kind: 'refused', because: event.plan, proven: [] } }
  if (workflow === 'existing' && event.kind === 'entra-failed') return entraRefused(event.refusal)
  if (workflow !== 'existing' || !('plan' in event) || event.plan === 'authentication-not-configured') return undefined
  const [first, ...then] = event.plan.challenges
  if (first.kind !== 'credentials') return undefined
  if (event.kind === 'credentials-verified')
    return walked({ user: event.user, plan: event.plan, met: [], then }, 'credentials', event.confirmation, spare)
  if (event.kind === 'credentials-outdated')
    return {
      state: { kind: 'challenged', user: event.user, plan: event.plan, met: [], now: { kind: 'new-password' }, then },
    }
  return undefined
}

/** Back to the page that asks for a password: nothing of the plan is met, and the name stays. */
const signingInAgain = (state: StateOf<'challenged'>, note: PasswordNote): Moved =>
  state.plan.challenges[0].kind === 'credentials'
    ? { state: { kind: 'identifying', again: { user: state.user, note } } }
    : { state: { ...state, now: { kind: 'password', note } } }

const whileChallenged = (state: StateOf<'challenged'>, event: Event, { spare }: Context): Moved => {
  const { now } = state
  switch (now.kind) {
    case 'password':
      if (event.kind === 'password-verified') return walked(state, 'password', event.confirmation, spare)
      if (event.kind === 'password-outdated') return { state: { ...state, now: { kind: 'new-password' } } }
      return undefined
    case 'new-password':
      if (event.kind === 'password-changed')
        return walked(state, state.plan.challenges[0].kind, event.confirmation, spare)
      return event.kind === 'password-to-show' ? signingInAgain(state, event.note) : undefined
    case 'entra-sign-in':
      if (event.kind === 'entra-verified') return walked(state, 'entra-sign-in', event.confirmation, spare)
      if (event.kind === 'entra-failed') return entraRefused(event.refusal)
      return event.kind === 'entra-rejected'
        ? {
            state: {
              ...state,
              now: { ...now, nonce: spare.nonce, contextMissed: now.contextMissed || event.contextMissed },
            },
          }
        : undefined
    case 'email-code':
      if (event.kind === 'codes-exhausted') return refused(state, 'code-exhausted')
      if (event.kind === 'code-resent')
        return {
          state: { ...state, now: { ...now, codeId: spare.codeId } },
          effects: [{ kind: 'issue-code', codeId: spare.codeId, to: now.sentTo }],
        }
      if (event.kind !== 'code-verified' || event.codeId !== now.codeId) return undefined
      return {
        state: {
          kind: 'choosing-device',
          user: state.user,
          plan: state.plan,
          confirmation: now.confirmation,
          met: [...state.met, 'email-code'],
        },
        effects: [{ kind: 'consume-code', codeId: now.codeId }],
      }
  }
}

const whileChoosing = (state: StateOf<'choosing-device'>, event: Event, { now, spare }: Context): Moved => {
  if (event.kind !== 'device-chosen' || !isEarned(state)) return undefined
  const device = { ...event.device, id: spare.deviceId, registeredAt: now }
  const handOff = event.handOff === undefined ? {} : { handOff: event.handOff }
  return { state: { ...state, kind: 'enrolled', device, ...handOff }, effects: [{ kind: 'register-device', device }] }
}

const move = ({ state, workflow }: Enrollment, event: Event, context: Context): Moved => {
  switch (state.kind) {
    case 'identifying':
      return whileNaming(workflow, event, context)
    case 'challenged':
      return whileChallenged(state, event, context) ?? whileNaming(workflow, event, context)
    case 'choosing-device':
      return whileChoosing(state, event, context)
    case 'enrolled':
    case 'refused':
      return undefined
  }
}

/**
 * The machine: an enrollment and what happened → the enrollment after it and what to save with it.
 * An event that does not belong to the state is a rejection, never an exception and never ignored.
 */
export const transition = (enrollment: Enrollment, event: Event, context: Context): Transition => {
  const moved = move(enrollment, event, context)
  if (moved === undefined) return { ok: false, because: 'wrong-step' }
  const { state, effects = [] } = moved
  const { codes = 0 } = enrollment
  const issued = effects.filter(({ kind }) => kind === 'issue-code').length
  const next = { ...enrollment, state, activeAt: context.now, ...(issued === 0 ? {} : { codes: codes + issued }) }
  return { ok: true, next, effects }
}

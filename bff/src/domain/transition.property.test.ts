import type { Workflow } from '@muster/shared/vocabulary'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, drawn, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { cellAccount, cells } from '../testing/example-world.ts'
import { type Confirmation, type Enrollment, isEarned } from './enrollment.ts'
import { type Challenge, type ChallengePlan, planChallenges } from './policy/challenge-plan.ts'
import { type Event, transition } from './transition.ts'

type Kind = Challenge['kind']

/** What somebody who only knows the rules keeps in mind about an enrollment. */
type Model = {
  readonly workflow: Workflow
  at: 'naming' | Kind | 'new-password' | 'device' | 'enrolled' | 'refused'
  plan: ChallengePlan | undefined
  met: Kind[]
  code: string | undefined
  /** Whose word the proofs are. */
  word: Confirmation | undefined
}
type Real = { enrollment: Enrollment; turn: number; readonly codesUsed: string[] }

const final = (at: Model['at']): boolean => at === 'enrolled' || at === 'refused'

/** Whether the one who spoke was asked, and said what was wanted of them. */
const wasAsked = ({ plan, word }: Model): boolean => {
  const [first] = plan?.challenges ?? []
  if (first === undefined || word === undefined) return false
  if (first.kind !== 'entra-sign-in') return 'against' in first && first.against.includes(word.authority)
  const satisfied = first.authenticationContext === undefined || word.proven.includes('entra-mfa')
  return word.authority === 'entra-id' && satisfied
}

/** An authority's word meets the first challenge in the model. */
const confirm = (model: Model, kind: Kind, word: Confirmation, code: string): Model =>
  meet({ ...model, word }, kind, word.mail, code)

/** Meets one challenge in the model. */
const meet = (model: Model, kind: Kind, mail: string | undefined, code: string): Model => {
  const met = [...model.met, kind]
  const next = model.plan?.challenges[met.length]
  if (next === undefined) return { ...model, met, at: 'device', code: undefined }
  return mail === undefined ? { ...model, met, at: 'refused' } : { ...model, met, at: next.kind, code }
}

const named = (model: Model, plan: ChallengePlan, at: Model['at']): Model => ({
  ...model,
  plan,
  at,
  met: [],
  code: undefined,
})

/** The rules, in the words of the design: where an event leads, or `undefined` where it does not belong. */
const expected = (model: Model, event: Event, fresh: string): Model | undefined => {
  const { at, workflow, plan } = model
  const nameable = at !== 'device' && !final(at)
  switch (event.kind) {
    case 'identified': {
      if (!nameable) return undefined
      if (event.plan === 'authentication-not-configured') return { ...model, at: 'refused' }
      const [first] = event.plan.challenges
      return workflow === 'new' && first.kind !== 'credentials' ? named(model, event.plan, first.kind) : undefined
    }
    case 'credentials-verified':
    case 'credentials-outdated': {
      if (!nameable || workflow !== 'existing' || event.plan.challenges[0].kind !== 'credentials') return undefined
      const start = named(model, event.plan, 'new-password')
      return event.kind === 'credentials-outdated' ? start : confirm(start, 'credentials', event.confirmation, fresh)
    }
    case 'password-verified':
      return at === 'password' ? confirm(model, 'password', event.confirmation, fresh) : undefined
    case 'password-outdated':
      return at === 'password' ? { ...model, at: 'new-password' } : undefined
    case 'password-changed':
      return at === 'new-password' && plan
        ? confirm(model, plan.challenges[0].kind, event.confirmation, fresh)
        : undefined
    case 'password-to-show':
      if (at !== 'new-password') return undefined
      return workflow === 'new' ? { ...model, at: 'password' } : { ...model, at: 'naming', met: [], code: undefined }
    case 'entra-verified':
      return at === 'entra-sign-in' ? confirm(model, 'entra-sign-in', event.confirmation, fresh) : undefined
    case 'entra-rejected':
      return at === 'entra-sign-in' ? model : undefined
    case 'entra-failed':
      // In the existing workflow it is the first page's password that Entra refuses for more than being wrong.
      return at === 'entra-sign-in' || (workflow === 'existing' && nameable) ? { ...model, at: 'refused' } : undefined
    case 'code-resent':
      return at === 'email-code' ? { ...model, code: fresh } : undefined
    case 'code-verified':
      return at === 'email-code' && event.codeId === model.code
        ? meet(model, 'email-code', undefined, fresh)
        : undefined
    case 'codes-exhausted':
      return at === 'email-code' ? { ...model, at: 'refused' } : undefined
    case 'device-chosen':
      return at === 'device' && wasAsked(model) ? { ...model, at: 'enrolled' } : undefined
  }
}

const pageOf = ({ state }: Enrollment): Model['at'] => {
  switch (state.kind) {
    case 'identifying':
      return 'naming'
    case 'challenged':
      return state.now.kind
    case 'choosing-device':
      return 'device'
    default:
      return state.kind
  }
}

/** An event happens. `code: 'open'` stands for the code that is open then, whatever its identifier. */
class Happens implements fc.Command<Model, Real> {
  readonly #event: Event
  constructor(event: Event) {
    this.#event = event
  }

  /** Always: an event that does not belong must be rejected, not left out. */
  check(): boolean {
    return true
  }

  run(model: Model, real: Real): void {
    const before = real.enrollment
    const spare = drawn((real.turn += 1))
    const event =
      this.#event.kind === 'code-verified' && this.#event.codeId === 'open'
        ? { ...this.#event, codeId: model.code ?? 'none' }
        : this.#event
    const next = expected(model, event, spare.codeId)
    const moved = transition(before, event, { now: real.turn, spare })
    expect(moved.ok).toBe(next !== undefined)
    if (final(pageOf(before))) expect(moved).toEqual({ ok: false, because: 'wrong-step' })
    if (!moved.ok || next === undefined) return
    Object.assign(model, next)
    real.enrollment = moved.next
    expect(pageOf(moved.next)).toBe(next.at)
    this.#holds(model, moved.next)
    for (const effect of moved.effects) {
      if (effect.kind === 'register-device') expect(moved.next.state.kind).toBe('enrolled')
      if (effect.kind === 'consume-code') {
        expect(real.codesUsed).not.toContain(effect.codeId)
        real.codesUsed.push(effect.codeId)
      }
    }
  }

  #holds(model: Model, { state }: Enrollment): void {
    if (state.kind === 'identifying' || state.kind === 'refused') return
    expect(state.met).toEqual(model.met)
    // Entra comes first, wherever both are asked.
    const code = state.met.indexOf('email-code')
    if (code >= 0) expect(state.met.indexOf('entra-sign-in')).toBeLessThan(code)
    if (state.kind === 'challenged' && state.now.kind === 'email-code')
      expect(state.then.map(({ kind }) => kind)).not.toContain('entra-sign-in')
    if (state.kind !== 'challenged') expect(model.plan?.challenges.map(({ kind }) => kind)).toEqual(model.met)
    if (state.kind === 'enrolled') expect(isEarned(state)).toBe(true)
  }

  toString(): string {
    return JSON.stringify(this.#event)
  }
}

const plans = cells.map((cell) => planChallenges(cellAccount(cell), exampleUser, false))
const plan = fc.constantFrom(...plans)
const asked = fc.constantFrom(...plans.filter((one): one is ChallengePlan => typeof one !== 'string'))
const confirmation = fc.constantFrom(byDirectory(), byDirectory(null), byEntra(), byEntra(true), byEntra(false, null))
const user = fc.constantFrom(exampleUser, { ...exampleUser, username: 'ben' })

const events: readonly fc.Arbitrary<Event>[] = [
  fc.record({ kind: fc.constant('identified'), user, plan }),
  fc.record({ kind: fc.constant('credentials-verified'), user, plan: asked, confirmation }),
  fc.record({ kind: fc.constant('credentials-outdated'), user, plan: asked }),
  fc.record({ kind: fc.constant('password-verified'), confirmation }),
  fc.record({ kind: fc.constant('password-changed'), confirmation }),
  fc.record({ kind: fc.constant('entra-verified'), confirmation }),
  fc.record({
    kind: fc.constant('code-verified'),
    codeId: fc.constantFrom('open', 'open', 'open', 'code-1', 'code-2'),
  }),
  fc.constantFrom<Event>(
    { kind: 'password-outdated' },
    { kind: 'password-to-show', note: 'changed' },
    { kind: 'entra-rejected', contextMissed: true },
    { kind: 'entra-failed', refusal: { reason: 'cancelled' } },
    { kind: 'code-resent' },
    { kind: 'codes-exhausted' },
  ),
  fc.constant({ kind: 'device-chosen', device: { platform: 'ios', name: 'iPhone' } }),
]

const play = (workflow: Workflow, commands: Iterable<fc.Command<Model, Real>>): Real => {
  const model: Model = { workflow, at: 'naming', plan: undefined, met: [], code: undefined, word: undefined }
  const real: Real = { enrollment: exampleEnrollment(workflow), turn: 0, codesUsed: [] }
  fc.modelRun(() => ({ model, real }), commands)
  return real
}

const sequences = fc.commands(
  events.map((event) => event.map((one) => new Happens(one))),
  { maxCommands: 40, size: '+1' },
)

describe('over any sequence of events', () => {
  test.each(['new', 'existing'] as const)(
    '%s workflow: enrolled is reached only by every planned challenge in order, the code never precedes Entra, ends are final, and nothing but the rules moves an enrollment',
    (workflow) => {
      fc.assert(
        fc.property(sequences, (commands) => void play(workflow, commands)),
        { numRuns: 300 },
      )
    },
  )

  test.each(['new', 'existing'] as const)(
    '%s workflow: such sequences do reach a device, so the rules above are really tried',
    (workflow) => {
      const ends = fc
        .sample(sequences, { numRuns: 300, seed: 7 })
        .map((commands) => play(workflow, commands).enrollment.state.kind)
      expect(new Set(ends)).toContain('enrolled')
      expect(new Set(ends)).toContain('refused')
    },
  )
})

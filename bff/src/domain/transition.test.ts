import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, drawn, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { type Cell, cellAccount } from '../testing/example-world.ts'
import type { Enrollment, State } from './enrollment.ts'
import { type ChallengePlan, planChallenges } from './policy/challenge-plan.ts'
import { type Event, transition, type Transition } from './transition.ts'

const planOf = (cell: Partial<Cell>): ChallengePlan => {
  const plan = planChallenges(
    cellAccount({ workflow: 'new', defaultAuthentication: 'both', portalFactor: 'two', entraFactor: 'multi', ...cell }),
    exampleUser,
    false,
  )
  if (typeof plan === 'string') throw new Error(plan)
  return plan
}

const entra = planOf({ defaultAuthentication: 'entra-id' })
const directory = planOf({ defaultAuthentication: 'active-directory' })
const oneFactor = planOf({ defaultAuthentication: 'active-directory', portalFactor: 'single' })
const existing = planOf({ workflow: 'existing' })
const existingOneFactor = planOf({ workflow: 'existing', portalFactor: 'single' })

const send = (enrollment: Enrollment, event: Event, turn = 1): Transition =>
  transition(enrollment, event, { now: 1000 * turn, spare: drawn(turn) })

/** Plays events one after another. @throws where one is rejected. */
const after = (start: Enrollment, ...events: readonly Event[]): Enrollment =>
  events.reduce((enrollment, event, index) => {
    const moved = send(enrollment, event, index + 1)
    if (!moved.ok) throw new Error(`${event.kind} was rejected at ${enrollment.state.kind}`)
    return moved.next
  }, start)

const identified = (plan: ChallengePlan): Event => ({ kind: 'identified', user: exampleUser, plan })
const begun = exampleEnrollment('new')
const begunExisting = exampleEnrollment('existing')
const atPassword = after(begun, identified(directory))
const atEntra = after(begun, identified(entra))
const atCode = after(atPassword, { kind: 'password-verified', confirmation: byDirectory() })
const atDevice = after(atCode, { kind: 'code-verified', codeId: 'code-1' })
const chosen = { kind: 'device-chosen', device: { platform: 'ios', name: 'iPhone' } } as const satisfies Event

describe('saying who one is', () => {
  test('new workflow: opens the plan’s first challenge', () => {
    expect(atPassword.state).toMatchObject({
      kind: 'challenged',
      user: exampleUser,
      plan: directory,
      now: { kind: 'password' },
      met: [],
    })
    expect(atEntra.state).toMatchObject({
      now: { kind: 'entra-sign-in', nonce: 'nonce-1', authenticationContext: 'c1', contextMissed: false },
    })
  })

  test('no authentication configured: refused, in both workflows', () => {
    const event: Event = { kind: 'identified', user: exampleUser, plan: 'authentication-not-configured' }
    const refused = { kind: 'refused', because: 'authentication-not-configured', proven: [] }
    expect(after(begun, event).state).toEqual(refused)
    expect(after(begunExisting, event).state).toEqual(refused)
  })

  test('existing workflow: names and proves in one, and the code is next', () => {
    const moved = send(begunExisting, {
      kind: 'credentials-verified',
      user: exampleUser,
      plan: existing,
      confirmation: byEntra(),
    })
    expect(moved).toMatchObject({
      ok: true,
      next: { state: { kind: 'challenged', met: ['credentials'], now: { kind: 'email-code', codeId: 'code-1' } } },
      effects: [{ kind: 'issue-code', codeId: 'code-1', to: byEntra().mail }],
    })
  })

  test('existing workflow, one factor: the device is next', () => {
    const event: Event = {
      kind: 'credentials-verified',
      user: exampleUser,
      plan: existingOneFactor,
      confirmation: byEntra(),
    }
    expect(after(begunExisting, event).state).toMatchObject({ kind: 'choosing-device', met: ['credentials'] })
  })

  test('neither workflow takes the other’s submission', () => {
    expect(send(begunExisting, identified(existing))).toEqual({ ok: false, because: 'wrong-step' })
    expect(send(begunExisting, identified(directory))).toEqual({ ok: false, because: 'wrong-step' })
    expect(
      send(begun, { kind: 'credentials-verified', user: exampleUser, plan: existing, confirmation: byEntra() }),
    ).toEqual({ ok: false, because: 'wrong-step' })
    expect(send(begun, identified(existing))).toEqual({ ok: false, because: 'wrong-step' })
    expect(
      send(begunExisting, {
        kind: 'credentials-verified',
        user: exampleUser,
        plan: directory,
        confirmation: byEntra(),
      }),
    ).toEqual({ ok: false, because: 'wrong-step' })
  })

  test('again, at every step before the device, drops every proof', () => {
    const other = { ...exampleUser, username: 'ben' }
    for (const enrollment of [atPassword, atEntra, atCode]) {
      const moved = send(enrollment, { kind: 'identified', user: other, plan: directory })
      expect(moved).toMatchObject({
        ok: true,
        next: { state: { kind: 'challenged', user: other, met: [], now: { kind: 'password' } } },
      })
    }
    expect(send(atDevice, identified(directory))).toEqual({ ok: false, because: 'wrong-step' })
  })
})

describe('a password', () => {
  test('verified: the code is mailed to the confirmed address', () => {
    expect(send(atPassword, { kind: 'password-verified', confirmation: byDirectory() })).toMatchObject({
      next: { state: { now: { kind: 'email-code', sentTo: byDirectory().mail } } },
      effects: [{ kind: 'issue-code', codeId: 'code-1', to: byDirectory().mail }],
    })
  })

  test('verified, one factor: the device is next, and nothing is mailed', () => {
    const moved = send(after(begun, identified(oneFactor)), { kind: 'password-verified', confirmation: byDirectory() })
    expect(moved).toMatchObject({ next: { state: { kind: 'choosing-device' } }, effects: [] })
  })

  test('verified, but there is no address for the code: refused, with what was proven', () => {
    expect(after(atPassword, { kind: 'password-verified', confirmation: byDirectory(null) }).state).toEqual({
      kind: 'refused',
      because: 'no-mail-address',
      proven: ['password'],
    })
  })

  test('one factor needs no address', () => {
    const state = after(begun, identified(oneFactor), {
      kind: 'password-verified',
      confirmation: byDirectory(null),
    }).state
    expect(state.kind).toBe('choosing-device')
  })

  test('expired: a new one is asked for, which meets the plan’s own challenge', () => {
    const outdated = after(atPassword, { kind: 'password-outdated' })
    expect(outdated.state).toMatchObject({ now: { kind: 'new-password' }, met: [] })
    const changed = after(outdated, { kind: 'password-changed', confirmation: byDirectory() })
    expect(changed.state).toMatchObject({ now: { kind: 'email-code' }, met: ['password'] })
  })

  test('expired, existing workflow: the same', () => {
    const outdated = after(begunExisting, { kind: 'credentials-outdated', user: exampleUser, plan: existing })
    expect(outdated.state).toMatchObject({ now: { kind: 'new-password' }, met: [] })
    expect(after(outdated, { kind: 'password-changed', confirmation: byDirectory() }).state).toMatchObject({
      now: { kind: 'email-code' },
      met: ['credentials'],
    })
  })
})

describe('Entra', () => {
  const rejected = (contextMissed: boolean) => ({ kind: 'entra-rejected', contextMissed }) as const

  test('verified: the portal’s code comes second', () => {
    expect(after(atEntra, { kind: 'entra-verified', confirmation: byEntra(true) }).state).toMatchObject({
      now: { kind: 'email-code' },
      met: ['entra-sign-in'],
    })
  })

  test('rejected: the step stays, with a fresh nonce and the same context', () => {
    const again = after(atEntra, rejected(false), rejected(false))
    expect(again.state).toMatchObject({
      now: { kind: 'entra-sign-in', nonce: 'nonce-2', authenticationContext: 'c1', contextMissed: false },
      met: [],
    })
  })

  test('rejected for want of the context: that is remembered through other rejections', () => {
    expect(after(atEntra, rejected(true), rejected(false)).state).toMatchObject({
      now: { nonce: 'nonce-2', contextMissed: true },
    })
  })

  test('failed: refused for good, whatever the directory would say', () => {
    expect(after(atEntra, { kind: 'entra-failed', refusal: { reason: 'cancelled' } }).state).toEqual({
      kind: 'refused',
      because: 'entra-failed',
      proven: [],
      entra: { reason: 'cancelled' },
    })
  })

  test('failed in the existing workflow: refused from the first page, where the new workflow has no such thing', () => {
    const failed = { kind: 'entra-failed', refusal: { reason: 'blocked-by-policy' } } as const
    const context = { now: 1, spare: drawn(1) }
    expect(transition(exampleEnrollment('new'), failed, context)).toEqual({ ok: false, because: 'wrong-step' })
    expect(transition(exampleEnrollment('existing'), failed, context)).toMatchObject({
      ok: true,
      next: { state: { kind: 'refused', because: 'entra-failed', proven: [], entra: { reason: 'blocked-by-policy' } } },
    })
  })
})

describe('the code', () => {
  test('verified: it is used up, and the device is next', () => {
    const moved = send(atCode, { kind: 'code-verified', codeId: 'code-1' }, 7)
    expect(moved).toMatchObject({
      next: { state: { kind: 'choosing-device', met: ['password', 'email-code'] } },
      effects: [{ kind: 'consume-code', codeId: 'code-1' }],
    })
  })

  test('another enrollment’s, or one that a later code has replaced, proves nothing', () => {
    expect(send(atCode, { kind: 'code-verified', codeId: 'code-9' })).toEqual({ ok: false, because: 'wrong-step' })
    const resent = send(atCode, { kind: 'code-resent' }, 2)
    if (!resent.ok) throw new Error('a resend was rejected')
    expect(resent.effects).toEqual([{ kind: 'issue-code', codeId: 'code-2', to: byDirectory().mail }])
    expect(send(resent.next, { kind: 'code-verified', codeId: 'code-1' })).toEqual({ ok: false, because: 'wrong-step' })
    expect(send(resent.next, { kind: 'code-verified', codeId: 'code-2' })).toMatchObject({ ok: true })
  })

  test('is numbered over the whole enrollment, whoever it is for by then', () => {
    expect(atPassword).not.toHaveProperty('codes')
    expect(atCode.codes).toBe(1)
    expect(after(atCode, { kind: 'code-resent' }, { kind: 'code-resent' }).codes).toBe(3)
    const renamed = after(atCode, identified(directory), { kind: 'password-verified', confirmation: byDirectory() })
    expect(renamed.codes).toBe(2)
    expect(atDevice.codes).toBe(1)
  })

  test('guessed too often: refused', () => {
    expect(after(atCode, { kind: 'codes-exhausted' }).state).toEqual({
      kind: 'refused',
      because: 'code-exhausted',
      proven: ['password'],
    })
  })
})

describe('the device', () => {
  test('is registered with the identifier that was drawn, at the store’s time', () => {
    const device = { platform: 'ios', name: 'iPhone', id: 'device-9', registeredAt: 9000 }
    expect(send(atDevice, chosen, 9)).toMatchObject({
      next: { state: { kind: 'enrolled', device } },
      effects: [{ kind: 'register-device', device }],
    })
  })

  test('is never registered where a planned challenge was not met', () => {
    const cheated: State = {
      kind: 'choosing-device',
      user: exampleUser,
      plan: directory,
      confirmation: byDirectory(),
      met: ['password'],
    }
    expect(send(exampleEnrollment('new', cheated), chosen)).toEqual({ ok: false, because: 'wrong-step' })
    expect(send(exampleEnrollment('new', { ...cheated, met: ['email-code', 'password'] }), chosen)).toEqual({
      ok: false,
      because: 'wrong-step',
    })
  })
})

describe('every event', () => {
  test('that is accepted counts as activity, and changes nothing of an enrollment but its state', () => {
    const moved = send(begun, identified(directory), 5)
    expect(moved).toMatchObject({ ok: true, next: { ...begun, activeAt: 5000, state: { kind: 'challenged' } } })
  })

  test('leaves the enrollment it came from as it was', () => {
    const before = JSON.stringify(atCode)
    send(atCode, { kind: 'code-verified', codeId: 'code-1' })
    send(atCode, { kind: 'code-resent' })
    expect(JSON.stringify(atCode)).toBe(before)
  })
})

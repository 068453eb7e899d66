import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDirectory, byEntra, drawn, exampleEnrollment, exampleUser } from '../testing/example-enrollments.ts'
import { cellAccount, cells } from '../testing/example-world.ts'
import type { Account } from './account.ts'
import type { Enrollment } from './enrollment.ts'
import { planChallenges } from './policy/challenge-plan.ts'
import { progressOf } from './progress.ts'
import { type Event, transition } from './transition.ts'

/** What a page's answer may be: it goes on, is asked again, takes a way beside the line, or names somebody anew. */
type Move = 'answer' | 'again' | 'beside' | 'rename'

const confirmationFor = ({ entraFactor, defaultAuthentication: by }: Account) =>
  by === 'active-directory' ? byDirectory() : byEntra(entraFactor === 'multi')

/** What happens at this page when its person makes this move; nothing where it has no such move. */
const eventAt = ({ state }: Enrollment, account: Account, move: Move): Event | undefined => {
  const plan = planChallenges(account, exampleUser, false)
  if (typeof plan === 'string') return undefined
  const confirmation = confirmationFor(account)
  const named = (changes: boolean): Event => {
    if (account.workflow === 'new') return { kind: 'identified', user: exampleUser, plan }
    return changes
      ? { kind: 'credentials-outdated', user: exampleUser, plan }
      : { kind: 'credentials-verified', user: exampleUser, plan, confirmation }
  }
  if (state.kind === 'identifying') return named(move === 'beside')
  if (state.kind === 'choosing-device') return { kind: 'device-chosen', device: { platform: 'ios', name: 'iPhone' } }
  if (state.kind !== 'challenged') return undefined
  if (move === 'rename') return account.workflow === 'new' ? named(false) : undefined
  switch (state.now.kind) {
    case 'password':
      return move === 'beside' ? { kind: 'password-outdated' } : { kind: 'password-verified', confirmation }
    case 'new-password':
      return move === 'beside'
        ? { kind: 'password-to-show', note: 'changed' }
        : { kind: 'password-changed', confirmation }
    case 'entra-sign-in':
      return move === 'again'
        ? { kind: 'entra-rejected', contextMissed: false }
        : { kind: 'entra-verified', confirmation }
    case 'email-code':
      return move === 'again' ? { kind: 'code-resent' } : { kind: 'code-verified', codeId: state.now.codeId }
  }
}

const pageOf = ({ state }: Enrollment): string => (state.kind === 'challenged' ? state.now.kind : state.kind)

/** The pages that are one step: a new password is asked in the old one's place. */
const isSameStep = (from: string, to: string): boolean =>
  from === to ||
  ['new-password', 'password', 'identifying'].filter((page) => page === from || page === to).length === 2 ||
  (from === 'choosing-device' && to === 'enrolled')

const account = fc.constantFrom(
  ...cells.filter((cell) => cell.defaultAuthentication !== 'none').map((cell) => cellAccount(cell)),
)
const moves = fc.array(fc.constantFrom<Move>('answer', 'answer', 'again', 'beside', 'rename'), { maxLength: 20 })

describe('“step at of of”, along any walk', () => {
  test('`of` and what is asked never change, `at` grows by one with each step and falls only where the name is changed', () => {
    let enrolled = 0
    fc.assert(
      fc.property(account, moves, (one, made) => {
        let enrollment = exampleEnrollment(one.workflow)
        for (const [turn, move] of made.entries()) {
          const event = eventAt(enrollment, one, move)
          const moved = event && transition(enrollment, event, { now: turn, spare: drawn(turn) })
          if (moved?.ok !== true) continue
          const [before, after] = [progressOf(enrollment, one), progressOf(moved.next, one)]
          const [from, to] = [pageOf(enrollment), pageOf(moved.next)]
          expect(after.of).toBe(before.of)
          expect(after.asks).toEqual(before.asks)
          expect(after.asks).toHaveLength(after.of)
          if (event?.kind === 'identified') expect(after.at).toBe(2)
          // The existing workflow's first page asks for the password too: what is beside the line there is one step on.
          else if (isSameStep(from, to)) expect(after.at).toBe(before.at)
          else expect(after.at).toBe(before.at + 1)
          enrollment = moved.next
          if (to === 'enrolled') enrolled += 1
        }
      }),
      { numRuns: 500, seed: 11 },
    )
    expect(enrolled).toBeGreaterThan(0)
  })

  test('the step that is shown is the one that was announced for its place', () => {
    const announced = {
      identifying: ['name', 'credentials'],
      password: ['password'],
      'entra-sign-in': ['microsoft', 'microsoft-approval'],
      'email-code': ['email-code'],
      'choosing-device': ['device'],
    } as const
    for (const one of cells.filter((cell) => cell.defaultAuthentication !== 'none').map((cell) => cellAccount(cell))) {
      let enrollment = exampleEnrollment(one.workflow)
      const promised = progressOf(enrollment, one).asks
      const shown: string[] = []
      for (let turn = 0; enrollment.state.kind !== 'enrolled'; turn += 1) {
        const page = pageOf(enrollment)
        const place = promised[progressOf(enrollment, one).at - 1]
        const words: readonly string[] = Object.entries(announced).find(([kind]) => kind === page)?.[1] ?? []
        expect(words).toContain(place)
        shown.push(place ?? '')
        const event = eventAt(enrollment, one, 'answer')
        const moved = event && transition(enrollment, event, { now: turn, spare: drawn(turn) })
        if (moved?.ok !== true) throw new Error(`no way on from ${page}`)
        enrollment = moved.next
      }
      expect(shown).toEqual(promised)
    }
  })
})

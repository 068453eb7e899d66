import fc from 'fast-check'
import { cells } from '@muster/demo/world/account-names'
import type { Document } from './document.ts'
import { type Generated, generatedFrom } from './generated.ts'
import { type Mutation, mutation } from './mutate.ts'

/** One hostile thing to do at a step. */
export type Move =
  | { readonly kind: 'mutated'; readonly mutations: readonly Mutation[] }
  | { readonly kind: 'generated'; readonly generated: Generated }
  /** An earlier request once more, byte for byte or changed. */
  | { readonly kind: 'repeat'; readonly back: number; readonly mutations: readonly Mutation[] }
  /** What would be right at another step. */
  | { readonly kind: 'out-of-order'; readonly call: string }
  /** Right in form, but not this person's: a wrong password, code, name, token. */
  | { readonly kind: 'wrong'; readonly variant: number }
  /** Codes until no more are heard. */
  | { readonly kind: 'hammer' }
  | { readonly kind: 'aside'; readonly call: 'current' | 'extend' | 'resend' | 'profile' }

/** What happens at one step: the moves, and then what a person would do, in one tab or two. */
export type Stage = { readonly moves: readonly Move[]; readonly right: 'once' | 'twice' | 'never' }

/** One browser from its beginning to wherever it gets. */
export type Plan = {
  readonly account: string
  /** `stranger` is a person of this case alone, whom Entra knows and the directory does not. */
  readonly username: string
  readonly userAgent: string
  readonly stages: readonly Stage[]
  /** At the end, or wherever it got stuck. */
  readonly after: readonly Move[]
}

const accounts = ['acme', ...cells.map(({ id }) => id)]
const calls = ['identity', 'credentials', 'password', 'new-password', 'entra-sign-in', 'email-code', 'device'] as const
const agents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
  'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
]

const personFor = (account: string): fc.Arbitrary<string> => {
  const trouble = fc.constantFrom('dee', 'xan', 'pia', 'max', 'lou', 'mia', 'noa')
  const usual = /-ad-/.test(account)
    ? fc.constantFrom('ana', 'ben')
    : /existing/.test(account)
      ? fc.constantFrom('ana', account.includes('both') ? 'ben' : 'eva')
      : fc.constant('stranger')
  return fc.oneof(
    { weight: 8, arbitrary: usual },
    { weight: 2, arbitrary: trouble },
    // Whose passwords can be changed in the one-factor accounts
    ...(/-1/.test(account) ? [{ weight: 2, arbitrary: fc.constantFrom('pia', 'max') }] : []),
    { weight: 1, arbitrary: fc.constant('stranger') },
  )
}

/** Every case by its plan: `hostility` is the most moves at a step. */
export const planFrom = (document: Document, hostility = 3): fc.Arbitrary<Plan> => {
  const move: fc.Arbitrary<Move> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .array(mutation, { minLength: 1, maxLength: 2 })
        .map((mutations): Move => ({ kind: 'mutated', mutations })),
    },
    {
      weight: 4,
      arbitrary: generatedFrom(document, accounts).map((generated): Move => ({ kind: 'generated', generated })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.nat(6), fc.array(mutation, { maxLength: 1 }))
        .map(([back, mutations]): Move => ({ kind: 'repeat', back, mutations })),
    },
    { weight: 2, arbitrary: fc.constantFrom(...calls).map((call): Move => ({ kind: 'out-of-order', call })) },
    { weight: 1, arbitrary: fc.nat(7).map((variant): Move => ({ kind: 'wrong', variant })) },
    { weight: 1, arbitrary: fc.constant<Move>({ kind: 'hammer' }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('current' as const, 'extend' as const, 'resend' as const, 'profile' as const)
        .map((call): Move => ({ kind: 'aside', call })),
    },
  )
  const moves = fc.array(move, { maxLength: hostility })
  const right = fc.oneof(
    { weight: 12, arbitrary: fc.constant('once' as const) },
    { weight: 2, arbitrary: fc.constant('twice' as const) },
    { weight: 1, arbitrary: fc.constant('never' as const) },
  )
  return fc.constantFrom(...accounts, 'nobody').chain((account) =>
    fc.record({
      account: fc.constant(account),
      username: personFor(account),
      userAgent: fc.constantFrom(...agents),
      stages: fc.array(fc.record({ moves, right }), { minLength: 6, maxLength: 6 }),
      after: moves,
    }),
  )
}

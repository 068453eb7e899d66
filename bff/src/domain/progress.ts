import type { Ask } from '@muster/shared/vocabulary'
import type { Account } from './account.ts'
import type { Enrollment } from './enrollment.ts'
import { type Challenge, planChallenges } from './policy/challenge-plan.ts'

export type Progress = { readonly at: number; readonly of: number; readonly asks: readonly Ask[] }

const askOf = (challenge: Challenge): Ask =>
  challenge.kind === 'entra-sign-in'
    ? challenge.authenticationContext === undefined
      ? 'microsoft'
      : 'microsoft-approval'
    : challenge.kind

/**
 * What the people of an account may be asked once they are named: nothing is told of any one of them. Whoever was
 * invited may have an authentication type of their own, so that then everybody's counts, not theirs.
 */
const possibleAsks = (account: Account, invited: boolean): readonly Ask[] => {
  const types = invited ? account.users.flatMap(({ authenticationType }) => authenticationType ?? []) : []
  const domains = account.domains.length > 0 ? account.domains : [{ name: '' }]
  const accounts = [
    account,
    ...types.map((defaultAuthentication) => ({ ...account, defaultAuthentication, domains: [] })),
  ]
  const plans = accounts.flatMap((one) =>
    domains.map(({ name }) =>
      planChallenges({ ...one, users: [] }, { username: '', domain: name, principal: '' }, false),
    ),
  )
  return plans.flatMap((plan) => (typeof plan === 'string' ? [] : [askOf(plan.challenges[0])]))
}

const askedUnnamed = (account: Account, invited: boolean): readonly Ask[] => {
  const [first = 'sign-in', ...others] = new Set(possibleAsks(account, invited))
  const signIn = others.length === 0 ? first : 'sign-in'
  return account.portalFactor === 'two' ? [signIn, 'email-code'] : [signIn]
}

/** What a person is asked from the first page to the device: by the frozen plan, and before that by the account alone. */
const asksOf = ({ state, workflow, invitation }: Enrollment, account: Account): readonly Ask[] => {
  const asked =
    'plan' in state
      ? state.plan.challenges.map(askOf)
      : askedUnnamed({ ...account, workflow }, invitation?.username !== undefined)
  // Table 1: the existing workflow asks for everything on its first page.
  return workflow === 'new' ? ['name', ...asked, 'device'] : ['credentials', ...asked.slice(1), 'device']
}

const atOf = ({ state, workflow }: Enrollment, of: number): number => {
  const named = workflow === 'new' ? 1 : 0
  switch (state.kind) {
    case 'identifying':
      return 1
    case 'challenged':
      return named + state.met.length + 1
    case 'choosing-device':
    case 'enrolled':
      return of
    case 'refused':
      // Entra and its second factor are one page of the person's.
      return Math.min(of, named + state.proven.filter((proof) => proof !== 'entra-mfa').length + 1)
  }
}

/**
 * "Step `at` of `of`", and what each step asks. `of` is one number for all the people of an account; a new password is the
 * same step as the old one, and whoever changes the name is back at the first.
 */
export const progressOf = (enrollment: Enrollment, account: Account): Progress => {
  const asks = asksOf(enrollment, account)
  return { at: atOf(enrollment, asks.length), of: asks.length, asks }
}

import type { AuthenticationType, DefaultAuthentication, Workflow } from '@muster/shared/vocabulary'
import type { Account } from '../account.ts'
import { type ClaimedUser, domainOf, recordOf } from '../claimed-user.ts'
import { authoritiesTried } from './default-authentication.ts'
import { credentialEntry } from './credential-entry.ts'
import { directoryFactorCount, entraFactorCount } from './factor-count.ts'

/** One thing a person must do. `against`: the authorities that may confirm it, tried in order. */
export type Challenge =
  | { readonly kind: 'credentials'; readonly against: readonly AuthenticationType[] }
  | { readonly kind: 'password'; readonly against: readonly AuthenticationType[] }
  | { readonly kind: 'entra-sign-in'; readonly authenticationContext?: string }
  | { readonly kind: 'email-code' }

/** What one user must do, frozen when they are identified (STANDARD 1.1). `counts`: the published number by who confirmed. */
export type ChallengePlan = {
  readonly challenges: readonly [Challenge, ...Challenge[]]
  readonly counts: Readonly<Record<AuthenticationType, number>>
}

/**
 * Which setting holds for a user: their own where the workflow may tell it, else their domain's, else the account's.
 * `invited`: the administrator's enrollment request names this very person, so their own type gives nothing away.
 */
export const authenticationFor = (account: Account, user: ClaimedUser, invited: boolean): DefaultAuthentication => {
  const own = account.workflow === 'existing' || invited ? recordOf(account, user)?.authenticationType : undefined
  return own ?? domainOf(account, user)?.authenticationType ?? account.defaultAuthentication
}

const passwordChallenge = (
  first: AuthenticationType,
  authorities: readonly AuthenticationType[],
  workflow: Workflow,
  context: string | undefined,
): Challenge => {
  const { password } = credentialEntry[first][workflow]
  switch (password) {
    case 'first-page':
      return { kind: 'credentials', against: authorities }
    case 'next-page':
      return { kind: 'password', against: authorities }
    case 'microsoft':
      return context === undefined
        ? { kind: 'entra-sign-in' }
        : { kind: 'entra-sign-in', authenticationContext: context }
  }
}

/** The three tables and one user → what is asked of them, in order, or the refusal of setting *none*. */
export const planChallenges = (
  account: Account,
  user: ClaimedUser,
  invited: boolean,
): ChallengePlan | 'authentication-not-configured' => {
  const { workflow, portalFactor, entraFactor } = account
  const authorities = authoritiesTried[authenticationFor(account, user, invited)][workflow]
  const [first] = authorities
  if (first === undefined) return 'authentication-not-configured'
  const context = entraFactor === 'multi' ? account.entra?.authenticationContext : undefined
  const challenge = passwordChallenge(first, authorities, workflow, context)
  return {
    challenges: portalFactor === 'two' ? [challenge, { kind: 'email-code' }] : [challenge],
    counts: {
      'entra-id': entraFactorCount[portalFactor][entraFactor][workflow],
      'active-directory': directoryFactorCount[portalFactor],
    },
  }
}

import type { Account } from '../account.ts'
import { claimUser, isInvited } from '../claimed-user.ts'
import type { Invitation } from '../enrollment.ts'
import { planChallenges } from './challenge-plan.ts'

/**
 * Under which name somebody may begin anew who signed in as another than they said (STANDARD 2.3): as `identity` takes
 * it, where they are asked everything by their own rules. `undefined` where the account blocks that, where the name is
 * none here, or where an administrator's enrollment request is for somebody else.
 */
export const restartOffer = (
  account: Account,
  signedInAs: string | undefined,
  request: Invitation | undefined,
): string | undefined => {
  if (account.entra?.mismatch !== 'confirm' || signedInAs === undefined) return undefined
  const user = claimUser(account, signedInAs, '')
  if (typeof user === 'string') return undefined
  const invited = isInvited(account, user, request)
  if (request?.username !== undefined && !invited) return undefined
  return planChallenges(account, user, invited) === 'authentication-not-configured' ? undefined : user.principal
}

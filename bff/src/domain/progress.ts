import type { Account } from './account.ts'
import type { Enrollment } from './enrollment.ts'
import { credentialEntry } from './policy/credential-entry.ts'

/**
 * "Step `at` of `of`": the pages a person meets, first page to device.
 * Before anybody is identified the account's settings tell the number; afterwards the frozen plan does.
 */
export const progressOf = ({ state, workflow }: Enrollment, account: Account): { at: number; of: number } => {
  // Table 1 is the same for both authorities here: the existing workflow asks all on its first page.
  const named = credentialEntry['active-directory'][workflow].firstPage === 'identify' ? 1 : 0
  const planned = 'plan' in state ? state.plan.challenges.length : account.portalFactor === 'two' ? 2 : 1
  const of = named + planned + 1
  switch (state.kind) {
    case 'identifying':
      return { at: 1, of }
    case 'challenged':
      return { at: named + state.met.length + 1, of }
    case 'choosing-device':
    case 'enrolled':
      return { at: of, of }
    case 'refused':
      // Entra and its second factor are one page of the person's.
      return { at: Math.min(of, named + state.proven.filter((proof) => proof !== 'entra-mfa').length + 1), of }
  }
}

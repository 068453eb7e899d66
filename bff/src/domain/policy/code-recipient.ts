import { type Account, mailDomainsOf } from '../account.ts'
import { type ClaimedUser, recordOf } from '../claimed-user.ts'
import { isMailable, withLowerDomain } from '../mail-address.ts'

/** What an authority said of a person's address. */
export type StatedMail =
  | { readonly authority: 'active-directory'; readonly mail?: string }
  | { readonly authority: 'entra-id'; readonly preferredUsername?: string }

const stated = (account: Account, from: StatedMail): string | undefined => {
  switch (from.authority) {
    case 'active-directory':
      return from.mail
    case 'entra-id':
      return account.entraMail === 'preferred-username' ? from.preferredUsername : undefined
  }
}

/**
 * Where the e-mail code goes: the user record's address, else what the authority stated, by the account's settings.
 * Never anything from the request, and only domains on the account's list (STANDARD 5.4).
 */
export const codeRecipient = (account: Account, user: ClaimedUser, from: StatedMail): string | undefined => {
  const address = recordOf(account, user)?.email ?? stated(account, from)
  return address !== undefined && isMailable(address, mailDomainsOf(account)) ? withLowerDomain(address) : undefined
}

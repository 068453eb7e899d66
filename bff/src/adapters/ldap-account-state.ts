import type { AccountState } from '../ports/directory.ts'

/** Text of result 49: `80090308: LdapErr: DSID-…, comment: AcceptSecurityContext error, data 52e, v…`. */
const subCode = /\bdata ([0-9a-f]+)\b/i

/**
 * Active Directory's sub-codes of a refused bind (Win32 error numbers in hexadecimal). 775 comes even with a wrong
 * password, so it tells a stranger nothing more than a wrong password does (STANDARD 6).
 */
const meanings: Readonly<Record<string, AccountState | 'rejected'>> = {
  '525': 'rejected', // no such user
  '52e': 'rejected', // wrong password
  '775': 'rejected', // locked out
  '532': 'password-expired',
  '773': 'password-must-change',
  '533': 'account-disabled',
  '701': 'account-expired',
  '530': 'sign-in-not-allowed', // not at this time
  '531': 'sign-in-not-allowed', // not from this place
}

/** What a refused bind (LDAP result 49) says of the account; what is not in the table is a plain refusal. */
export const accountStateIn = (diagnostic: string): AccountState | 'rejected' =>
  meanings[subCode.exec(diagnostic)?.[1]?.toLowerCase() ?? ''] ?? 'rejected'

import type { DirectorySettings } from '../domain/account.ts'
import type { Secret } from '../domain/secret.ts'

/** What a directory says of an account only to somebody who knows its password (STANDARD 6). */
export type AccountState =
  | 'password-expired'
  | 'password-must-change'
  | 'account-disabled'
  | 'account-expired'
  | 'sign-in-not-allowed'

/** What a directory knows of a person. `objectId` names them whatever spelling they signed in with: `objectGUID`. */
export type DirectoryWord = { readonly objectId?: string; readonly mail?: string; readonly displayName?: string }

export type PasswordCheck =
  | ({ readonly kind: 'verified' } & DirectoryWord)
  /** Wrong user, wrong password or locked out: indistinguishable on purpose. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'account-state'; readonly state: AccountState }
  /** `asked`: whether the directory may have counted this try against the person (STANDARD 3.6). */
  | { readonly kind: 'unavailable'; readonly asked: boolean }

export type PasswordChange =
  /** Somebody signed in with the new password. */
  | ({ readonly kind: 'changed' } & DirectoryWord)
  /** The directory accepted the change, but nobody could sign in with the new password yet. */
  | { readonly kind: 'accepted' }
  /** The change was sent, and nobody knows what became of it. */
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'rejected' }
  /** The domain's own rules: length, history, complexity. */
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'account-state'
      readonly state: Exclude<AccountState, 'password-expired' | 'password-must-change'>
    }
  | { readonly kind: 'unavailable'; readonly asked: boolean }

/** A directory and whose it is: one account's trouble with it is not another's (STANDARD 10). */
export type AccountDirectory = DirectorySettings & { readonly accountId: string }

/** An Active Directory, reached over LDAPS. `principal` is `user@domain`; nothing is searched before the bind (STANDARD 3.1). */
export type Directory = {
  verifyPassword(settings: AccountDirectory, principal: string, password: Secret): Promise<PasswordCheck>
  /** For a password that has expired or must be changed; checks the old one first. */
  changePassword(settings: AccountDirectory, principal: string, old: Secret, fresh: Secret): Promise<PasswordChange>
}

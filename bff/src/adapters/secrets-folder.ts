import { basename, join } from 'node:path'
import type { AccountDirectory, Directory } from '../ports/directory.ts'

/** Where accounts' files are: their names there begin with `prefix`, and nothing else in the folder does. */
export type Secrets = { readonly folder: string; readonly prefix: string }

const placed = (settings: AccountDirectory, { folder, prefix }: Secrets): AccountDirectory => {
  const { passwordChange } = settings
  if (passwordChange === undefined) return settings
  // Only the last part, whatever is written: no account reads a file elsewhere on this machine.
  return {
    ...settings,
    passwordChange: {
      ...passwordChange,
      passwordFile: join(folder, `${prefix}${basename(passwordChange.passwordFile)}`),
    },
  }
}

/** A directory for accounts that name their password files within the operator's folder. */
export const withSecretsIn = (secrets: Secrets, directory: Directory): Directory => ({
  verifyPassword: (settings, principal, password) =>
    directory.verifyPassword(placed(settings, secrets), principal, password),
  changePassword: (settings, principal, old, fresh) =>
    directory.changePassword(placed(settings, secrets), principal, old, fresh),
})

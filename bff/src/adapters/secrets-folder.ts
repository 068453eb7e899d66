import { basename, join } from 'node:path'
import type { AccountDirectory, Directory } from '../ports/directory.ts'

const placed = (settings: AccountDirectory, folder: string): AccountDirectory => {
  const { passwordChange } = settings
  if (passwordChange === undefined) return settings
  // Only the last part, whatever is written: no account reads a file elsewhere on this machine.
  return {
    ...settings,
    passwordChange: { ...passwordChange, passwordFile: join(folder, basename(passwordChange.passwordFile)) },
  }
}

/** A directory for accounts that name their password files within the operator's folder. */
export const withSecretsIn = (folder: string, directory: Directory): Directory => ({
  verifyPassword: (settings, principal, password) =>
    directory.verifyPassword(placed(settings, folder), principal, password),
  changePassword: (settings, principal, old, fresh) =>
    directory.changePassword(placed(settings, folder), principal, old, fresh),
})

import { readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import * as z from 'zod/mini'
import type { Secrets } from './adapters/secrets-folder.ts'
import { assertClosed } from './config-files.ts'
import { ConfigError } from './config-error.ts'

/** What says where the files are that accounts name. */
export const secretsVariables = {
  MUSTER_SECRETS_FOLDER: z._default(z.string().check(z.minLength(1)), '/etc/muster/secrets'),
  MUSTER_SECRETS_PREFIX: z._default(z.string().check(z.regex(/^[\w.-]*$/)), ''),
}
const Variables = z.object(secretsVariables)

/**
 * The folder of accounts' secrets, or none yet. `own`: the process's own files, which no account may name: their text would
 * go to whatever directory that account names as well.
 * @throws ConfigError where one of them could be named, or anybody may open what is there.
 */
export const secretsOf = (env: z.infer<typeof Variables>, own: readonly (string | undefined)[]): Secrets => {
  const { MUSTER_SECRETS_FOLDER: folder, MUSTER_SECRETS_PREFIX: prefix } = env
  for (const file of own)
    if (file !== undefined && dirname(resolve(file)) === resolve(folder) && basename(file).startsWith(prefix))
      throw new ConfigError(
        `MUSTER_SECRETS_FOLDER: accounts could name ${file}, which lies there; give theirs a folder, or by MUSTER_SECRETS_PREFIX names, of their own`,
      )
  let names: readonly string[] = []
  try {
    names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]))
  } catch {
    // Only accounts that change passwords need one.
  }
  for (const name of names) assertClosed('MUSTER_SECRETS_FOLDER', join(folder, name))
  return { folder, prefix }
}

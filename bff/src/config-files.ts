import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type * as z from 'zod/mini'
import { relayIn } from './common-config.ts'
import { ConfigError } from './config-error.ts'

/** A file that a variable names. @throws ConfigError where it cannot be read. */
export const fileOf = (variable: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${variable}: cannot read ${path}`, { cause })
  }
}

/** What a secret lies in is nobody else's to read. */
const assertClosed = (variable: string, path: string): void => {
  // Windows has no modes; Node makes one up.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o007) !== 0)
    throw new ConfigError(`${variable}: anybody on this machine may open ${path}; run chmod 600 ${path}`)
}

/** A secret from a file. @throws ConfigError where it cannot be read, or by anybody. */
export const secretOf = (variable: string, path: string): string => {
  const text = fileOf(variable, path)
  assertClosed(variable, path)
  return text
}

/** One of the two files of a relay. @throws ConfigError that names what is wrong in it. */
export const relayFileOf = <F>(variable: string, path: string, schema: z.ZodMiniType<F>): F =>
  relayIn(`${variable}: ${path}`, schema, secretOf(variable, path))

/** A folder of secrets, or none yet. @throws ConfigError that names a file in it which anybody may open. */
export const secretsFolderOf = (variable: string, folder: string): string => {
  let names: readonly string[] = []
  try {
    names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]))
  } catch {
    // Only accounts that change passwords need one.
  }
  for (const name of names) assertClosed(variable, join(folder, name))
  return folder
}

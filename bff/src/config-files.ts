import { readFileSync, statSync } from 'node:fs'
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

/** What a secret lies in is nobody else's to read. @throws ConfigError where anybody may. */
export const assertClosed = (variable: string, path: string): void => {
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

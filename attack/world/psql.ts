import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findPostgresBinaries } from '@muster/demo/services/postgres-binaries'

const run = promisify(execFile)

/** Runs statements as the administrator would, each by itself; rejects with PostgreSQL's own words. */
export const psql = async (url: string, ...statements: readonly string[]): Promise<string> => {
  const bin = await findPostgresBinaries()
  if (bin === undefined) throw new Error('PostgreSQL is not installed')
  const commands = statements.flatMap((statement) => ['-c', statement])
  const { stdout } = await run(join(bin, 'psql'), ['-qAtX', '-v', 'ON_ERROR_STOP=1', ...commands, url])
  return stdout.trim()
}

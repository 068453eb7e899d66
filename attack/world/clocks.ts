import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Instance } from './instance.ts'

/** What a process loads before the portal: from SIGUSR2 on, its own clock is `ms` away. */
const bending = (ms: number): string =>
  `const now = Date.now; let away = 0; process.on('SIGUSR2', () => { away = ${ms} }); Date.now = () => now() + away\n`

/**
 * Starts a running instance again with a clock of its own that is wrong by `ms` (it becomes so after the start: nobody
 * sends people to an instance that is not ready). The store's clock stays right.
 */
export const withWrongClock = async (
  instance: Instance,
  folder: string,
  ms: number,
  env: Readonly<Record<string, string>>,
): Promise<void> => {
  const file = join(folder, `clock-${createHash('sha256').update(String(ms)).digest('hex').slice(0, 8)}.mjs`)
  await writeFile(file, bending(ms))
  await instance.kill()
  await instance.start({ ...env, NODE_OPTIONS: `--import=${pathToFileURL(file).href}` })
  process.kill(instance.pid, 'SIGUSR2')
}

/** Starts an instance again with other numbers or another store's clock. */
export const restart = async (instance: Instance, env: Readonly<Record<string, string>>): Promise<void> => {
  await instance.kill()
  await instance.start(env)
}

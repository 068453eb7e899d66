import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { MusterRun } from './world-options.ts'

/** Runs `muster` in a process of its own, as an operator would. Never rejects because the command failed. */
export const musterCommand =
  (root: string, env: Readonly<Record<string, string>>) =>
  (args: readonly string[]): Promise<MusterRun> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(root, 'bff/src/muster.ts'), ...args],
        { cwd: root, env },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
          resolve({ code, stdout, stderr })
        },
      )
    })

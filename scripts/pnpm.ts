import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How a run of pnpm ended; `undefined` as code: it was stopped, since it took too long. */
export type PnpmRun = { readonly code: number | undefined; readonly stdout: string; readonly stderr: string }

/**
 * Runs the pnpm that `package.json` names, in `root`, through npx as everything here does. Resolves however it ends;
 * rejects when npx itself cannot be started. `timeout` in milliseconds.
 */
export async function runPnpm(
  root: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly timeout?: number } = {},
): Promise<PnpmRun> {
  const manifest: { readonly packageManager: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { env = {}, timeout = 120_000 } = options
  return new Promise((resolve, reject) => {
    const settings = {
      cwd: root,
      env: { ...process.env, ...env },
      timeout,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    }
    execFile('npx', ['-y', manifest.packageManager, ...args], settings, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr })
      else if (typeof error.code === 'string') reject(error)
      else resolve({ code: error.code ?? undefined, stdout, stderr })
    })
  })
}

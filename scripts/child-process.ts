import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const running = new Set<ChildProcess>()

/** Runs Node with these arguments, its output shown; gives the exit code (1 when a signal ended it). */
export async function runNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  running.add(child)
  try {
    await once(child, 'exit')
  } finally {
    running.delete(child)
  }
  return child.exitCode ?? 1
}

/** On the first interrupt: ends the running child, and lets the caller stop what it started. */
export function passOnInterrupts(onInterrupt: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      onInterrupt()
      for (const child of running) child.kill(signal)
    })
  }
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@muster/demo/services/free-port'
import { type BffProcess, startBff } from '@muster/demo/world/bff-process'

const root = join(import.meta.dirname, '../..')

/** One process of the portal, to be killed and started again at the same address. */
export type Instance = {
  /** The portal itself; `X-Forwarded-For` is believed there. */
  readonly origin: string
  /** Health, readiness and metrics. */
  readonly privateOrigin: string
  /** @throws while it does not run. */
  readonly pid: number
  readonly isRunning: boolean
  /** Starts it and waits until it is ready; `env` stays for later starts. */
  start(env?: Readonly<Record<string, string>>): Promise<void>
  /** SIGKILL: at once, in the middle of whatever it does. */
  kill(): Promise<void>
  /** SIGTERM, and resolves with how it ended: `code 0` when in order. */
  end(): Promise<string>
  /** Everything it has written so far, over all starts. */
  log(): Promise<string>
}

/** More than a drain may take (STANDARD 10.1). ms */
const patience = 35_000

/** An instance that is not started yet. */
export const createInstance = async (env: Readonly<Record<string, string>>, logFile: string): Promise<Instance> => {
  const [port, privatePort] = [await freePort(), await freePort()]
  const privateOrigin = `http://127.0.0.1:${privatePort}`
  let changed: Readonly<Record<string, string>> = {}
  let running: BffProcess | undefined
  const endWith = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<string> => {
    const process = running
    running = undefined
    if (process === undefined) return 'not running'
    await process.end(signal, patience)
    return process.ended
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    privateOrigin,
    get pid() {
      if (running === undefined) throw new Error('this instance does not run')
      return running.pid
    },
    get isRunning() {
      return running !== undefined
    },
    start: async (more = {}) => {
      changed = { ...changed, ...more }
      running = await startBff({
        root,
        env: { ...env, MUSTER_PORT: String(port), MUSTER_PRIVATE_PORT: String(privatePort), ...changed },
        logFile,
        readyUrl: `${privateOrigin}/readyz`,
      })
    },
    kill: async () => {
      await endWith('SIGKILL')
    },
    end: () => endWith('SIGTERM'),
    log: () => readFile(logFile, 'utf8'),
  }
}

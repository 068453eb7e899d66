import type { BffProcess } from './bff-process.ts'

export type RestartOptions = {
  /** SIGTERM unless said otherwise: an orderly end. */
  readonly signal?: 'SIGTERM' | 'SIGKILL'
  /** ms by which the portal's clock is moved from now on; as before where absent. */
  readonly clockOffset?: number
}

/** Keeps the portal running: what ends unasked is reported and started again. */
export type Supervisor = {
  readonly pid: number
  restart(options?: RestartOptions): Promise<void>
  stop(): Promise<void>
}

/** Less than the five seconds within which the whole demo ends. ms. */
const patience = 4000
const firstWait = 250
const longestWait = 5000

/**
 * Starts a portal with `launch` and supervises it. After a crash the first try comes after 250 ms, later ones after up
 * to 5 s. Rejects when the first start fails.
 */
export const supervise = async (
  launch: (clockOffset: number) => Promise<BffProcess>,
  clockOffset: number,
  report: (line: string) => void,
): Promise<Supervisor> => {
  let offset = clockOffset
  let current: BffProcess
  let stopping = false
  let recovering: Promise<void> = Promise.resolve()
  const asked = new WeakSet<BffProcess>()

  const watch = (run: BffProcess) => {
    current = run
    void run.ended.then((how) => {
      if (asked.has(run)) return
      report(`The portal ended unasked (${how}); it is being started again.`)
      recovering = recover(firstWait)
    })
    return run
  }
  const recover = async (wait: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, wait))
    if (stopping) return
    try {
      const run = watch(await launch(offset))
      // The world may have been stopped while this one came up.
      if (stopping) await endAsked(run, 'SIGTERM')
      else report('The portal is running again.')
    } catch (error) {
      report(error instanceof Error ? error.message : String(error))
      await recover(Math.min(wait * 2, longestWait))
    }
  }
  const endAsked = async (run: BffProcess, signal: 'SIGTERM' | 'SIGKILL') => {
    asked.add(run)
    await run.end(signal, patience)
  }

  current = watch(await launch(offset))
  return {
    get pid() {
      return current.pid
    },
    restart: async ({ signal = 'SIGTERM', clockOffset: moved } = {}) => {
      await recovering
      await endAsked(current, signal)
      offset = moved ?? offset
      watch(await launch(offset))
    },
    stop: async () => {
      stopping = true
      await endAsked(current, 'SIGTERM')
      await recovering
    },
  }
}

/** Several as one: restarted one after the other, as a deployment rolls; the first stands for all. */
export const together = (all: readonly Supervisor[]): Supervisor => ({
  get pid() {
    const [first] = all
    if (first === undefined) throw new Error('there is no portal')
    return first.pid
  },
  restart: async (options) => {
    for (const one of all) await one.restart(options)
  },
  stop: async () => {
    await Promise.all(all.map((one) => one.stop()))
  },
})

import type { Pruning } from '../ports/store.ts'

export type RetentionLoopOptions = {
  readonly prune: (signal: AbortSignal) => Promise<Pruning>
  /** Trouble of the store, as `{ err }`: what is over stays, and goes later. */
  readonly log: (event: object) => void
  /** Milliseconds between turns. */
  readonly every?: number
}

export type RetentionLoop = {
  /** Ends the turn under way after its transaction; another instance, or the next start, goes on. */
  readonly stop: () => Promise<void>
}

/** Forgets what has outlived its use: at once, for what an earlier process left, then each minute, one turn at a time. */
export const startRetentionLoop = ({ prune, log, every = 60_000 }: RetentionLoopOptions): RetentionLoop => {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const turn = async (): Promise<void> => {
    try {
      await prune(stopping.signal)
    } catch (err) {
      log({ err })
    }
    running = undefined
  }
  const begin = (): void => {
    running ??= turn()
  }
  const timer = setInterval(begin, every)
  begin()
  return {
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await running
    },
  }
}

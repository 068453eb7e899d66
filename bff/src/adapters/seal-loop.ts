export type SealLoopOptions = {
  /** Seals at most so many audit lines and says how many those were. */
  readonly seal: (most: number) => Promise<number>
  /** Trouble of the store, as `{ err }`: the lines stay, and are sealed later. */
  readonly log: (event: object) => void
  /** Milliseconds between looks. */
  readonly every?: number
}

export type SealLoop = {
  /** Seals once more what there is; resolves when that is done, or the store does not answer. */
  readonly stop: () => Promise<void>
}

/** Lines chained in one transaction: some ten milliseconds, in which other sealers wait. */
const batch = 200

/** Seals the audit each second (STANDARD 11), one batch after the other, one turn at a time. */
export const startSealLoop = ({ seal, log, every = 1_000 }: SealLoopOptions): SealLoop => {
  let running: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    try {
      while ((await seal(batch)) === batch);
    } catch (err) {
      log({ err })
    }
    running = undefined
  }
  const timer = setInterval(() => {
    running ??= drain()
  }, every)
  return {
    stop: async () => {
      clearInterval(timer)
      // The turn under way may have looked before the last lines were written.
      await running
      await drain()
    },
  }
}

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

/** Looks that are left out after trouble of the store, which may hold the thread up at each. */
const restAfterTrouble = 4

/** Seals the audit each second (STANDARD 11), one batch after the other, one turn at a time. */
export const startSealLoop = ({ seal, log, every = 1_000 }: SealLoopOptions): SealLoop => {
  let running: Promise<void> | undefined
  let looksLeftOut = 0

  const drain = async (): Promise<void> => {
    try {
      while ((await seal(batch)) === batch);
    } catch (err) {
      looksLeftOut = restAfterTrouble
      log({ err })
    }
    running = undefined
  }
  const timer = setInterval(() => {
    if (looksLeftOut > 0) looksLeftOut -= 1
    else running ??= drain()
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

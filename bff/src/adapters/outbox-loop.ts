export type OutboxLoopOptions = {
  /** Sends the next mails that are due and tells what became of each; none when nothing is due. */
  readonly sendDue: () => Promise<readonly object[]>
  /** What became of each mail as `{ mail }`, and errors of the store as `{ err }`. */
  readonly log: (event: object) => void
  /** Milliseconds between looks into the outbox. */
  readonly every?: number
}

export type OutboxLoop = {
  /** Says that mail waits: it is sent at once. */
  readonly nudge: () => void
  /** Takes no more mail; resolves when those under way are done. */
  readonly stop: () => Promise<void>
}

/** Sends what waits in the outbox, by the clock and on a nudge, one turn at a time. */
export const startOutboxLoop = ({ sendDue, log, every = 1_000 }: OutboxLoopOptions): OutboxLoop => {
  let stopped = false
  let wanted = false
  let running: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    while (!stopped) {
      const deliveries = await sendDue()
      if (deliveries.length === 0) return
      for (const delivery of deliveries) log({ mail: delivery })
    }
  }
  const run = async (): Promise<void> => {
    while (wanted && !stopped) {
      wanted = false
      await drain().catch((err: unknown) => log({ err }))
    }
    running = undefined
  }
  const nudge = (): void => {
    if (stopped) return
    wanted = true
    running ??= run()
  }

  const timer = setInterval(nudge, every)
  nudge()
  return {
    nudge,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

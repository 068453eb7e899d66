/** What ends, and how long each may take, in ms. */
export type ShutDown = {
  /** Requests are still served: load balancers have yet to hear of the end. */
  readonly serve: number
  /** Requests and mails under way are finished within this. */
  readonly finish: number
  readonly closeOpen: (within: number) => Promise<void>
  readonly stopOutbox: () => Promise<void>
  /** Seals the audit, and ends what the others leaned on: the mailer, the private port, the store. */
  readonly closeRest: () => Promise<void>
  /** Takes the process away with all that hangs. */
  readonly giveUp: () => void
}

/** What is left for the rest after requests and mails, in ms: the whole stays below 30 s (STANDARD 10.1). */
const rest = 3_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits no longer than that, and leaves no timer behind: one alone would keep the process alive until it fires. */
const atMost = async (ms: number, work: Promise<void>): Promise<void> => {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work, over]).finally(() => clearTimeout(timer))
}

/**
 * Ends the process in order, and whatever hangs, by one deadline. Mails under way are finished beside the requests, so
 * that each gives its lease back; those that are not come up again when it has run out.
 */
export const shutDown = async (parts: ShutDown): Promise<void> => {
  const deadline = setTimeout(parts.giveUp, parts.serve + parts.finish + rest)
  try {
    await pause(parts.serve)
    await Promise.all([parts.closeOpen(parts.finish), atMost(parts.finish, parts.stopOutbox())])
    await parts.closeRest()
  } finally {
    clearTimeout(deadline)
  }
}

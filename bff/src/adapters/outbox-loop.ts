import { setTimeout as pause } from 'node:timers/promises'

export type OutboxLoopOptions<D extends object> = {
  /** Begins to send up to `most` of the mails that are due; each tells what became of it. None when nothing is due. */
  readonly sendDue: (most: number) => Promise<readonly Promise<D>[]>
  /** Gives up mails that are past their use: by the clock, for nobody waits for it. */
  readonly giveUp: () => Promise<void>
  /** What became of each mail as `{ mail }`, and errors of the store as `{ err }`. */
  readonly log: (event: { readonly mail: D } | { readonly err: unknown }) => void
  /** Mails at once: as many as the mail server's connections (STANDARD 10). */
  readonly slots?: number
  /** Milliseconds between looks into the outbox. */
  readonly every?: number
}

export type OutboxLoop = {
  /** Says that mail waits: it is sent at once, or with those that come within the next moment. */
  readonly nudge: () => void
  /** Takes no more mail; resolves when those under way are done. */
  readonly stop: () => Promise<void>
}

/** Looks by the clock that are left out after trouble of the store: a SQLite file that is locked holds the thread up at each. */
const restAfterTrouble = 4

/**
 * ms between two looks on nudges, so that those who nudge at the same time share one. A look costs a commit of its own.
 */
const gathering = 20

/** Sends what waits in the outbox, by the clock and on a nudge. A slot that comes free is filled, whatever the others do. */
export const startOutboxLoop = <D extends object>({
  sendDue,
  giveUp,
  log,
  slots = 5,
  every = 1_000,
}: OutboxLoopOptions<D>): OutboxLoop => {
  let wanted = false
  let clockStruck = false
  let running: Promise<void> | undefined
  let looksLeftOut = 0
  let lastLook = Number.NEGATIVE_INFINITY
  const stopping = new AbortController()
  const stopped = (): boolean => stopping.signal.aborted
  /** Whether the last look may have left some that are due. */
  let more = false
  const underWay = new Set<Promise<void>>()

  const follow = (delivery: Promise<D>): void => {
    const done = delivery
      .then(
        (mail) => log({ mail }),
        (err: unknown) => log({ err }),
      )
      .then(() => {
        underWay.delete(done)
        if (more) nudge()
      })
    underWay.add(done)
  }
  const fill = async (): Promise<void> => {
    more = true
    while (!stopped() && underWay.size < slots) {
      const free = slots - underWay.size
      const begun = await sendDue(free)
      for (const delivery of begun) follow(delivery)
      if (begun.length < free) {
        more = false
        return
      }
    }
  }
  const look = async (): Promise<void> => {
    const byClock = clockStruck
    clockStruck = false
    await fill()
    // Its trouble alone keeps no mail from being sent.
    if (byClock) await giveUp().catch((err: unknown) => log({ err }))
  }
  const gathered = async (): Promise<void> => {
    const rest = lastLook + gathering - performance.now()
    // What is known to wait waits no longer, and where nothing is under way few mails come.
    if (rest > 0 && !more && underWay.size > 0)
      await pause(rest, undefined, { signal: stopping.signal }).catch(() => undefined)
    lastLook = performance.now()
  }
  const run = async (): Promise<void> => {
    while (wanted && !stopped()) {
      await gathered()
      wanted = false
      await look().catch((err: unknown) => {
        looksLeftOut = restAfterTrouble
        log({ err })
      })
    }
    running = undefined
  }
  const nudge = (): void => {
    if (stopped()) return
    wanted = true
    running ??= run()
  }

  const strike = (): void => {
    clockStruck = true
    nudge()
  }
  const timer = setInterval(() => {
    if (looksLeftOut > 0) looksLeftOut -= 1
    else strike()
  }, every)
  strike()
  return {
    nudge,
    stop: async () => {
      stopping.abort()
      clearInterval(timer)
      await running
      await Promise.all(underWay)
    },
  }
}

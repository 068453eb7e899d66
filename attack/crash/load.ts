import { setTimeout as pause } from 'node:timers/promises'
import { createBrowser } from './browser.ts'
import type { Chance } from './chance.ts'
import type { Enrollee } from './crowd.ts'
import { createJournal, type Journal } from './journal.ts'
import { enroll, type LoadWorld } from './walk-under-load.ts'
import type { Wire } from './wire.ts'

/** People who enroll, one enrollment after the other, until they are stopped. */
export type Load = {
  readonly journal: Journal
  /** Requests so far, but for those that nobody was there for, and those among them whose answer was lost on the way. */
  readonly requests: number
  readonly cutOff: number
  /** Those that were answered by an apology, 5xx. */
  readonly sorry: number
  /** Resolves when everybody has put their device away. */
  stop(): Promise<void>
}

export type LoadOptions = Pick<LoadWorld, 'mailbox' | 'keys'> & {
  /** What pages say in `Origin`. */
  readonly origin: string
  readonly wire: Wire
  readonly enrollees: readonly Enrollee[]
  readonly chance: Chance
}

/** Each enrollment comes from another address, as far as 198.18.0.0/15 has some (RFC 2544). */
const addressOf = (number: number): string =>
  `198.${18 + (Math.floor(number / 62_500) % 2)}.${Math.floor(number / 250) % 250}.${(number % 250) + 1}`

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'

/** Lets everybody begin. */
export const startLoad = ({ origin, wire, enrollees, chance, mailbox, keys }: LoadOptions): Load => {
  const journal = createJournal()
  const spent: LoadWorld['spent'] = { codes: [], tokens: new Map() }
  let stopped = false
  let requests = 0
  let cutOff = 0
  let sorry = 0
  let addresses = 0
  const counted: Wire = async (request) => {
    requests += 1
    try {
      const answer = await wire(request)
      if (answer.status >= 500) sorry += 1
      return answer
    } catch (error) {
      if (isRefused(error)) requests -= 1
      else cutOff += 1
      throw error
    }
  }
  const world = { mailbox, keys, journal, spent, stopping: () => stopped }
  const walkOn = async (enrollee: Enrollee, own: Chance): Promise<void> => {
    await pause(own.below(200))
    while (!stopped) {
      const browser = createBrowser({ origin, wire: counted, address: addressOf((addresses += 1)) })
      await enroll({ ...world, browser, enrollee, chance: own }).catch((error: unknown) => {
        journal.complain(`a walk broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
        return pause(100)
      })
    }
  }
  const walks = enrollees.map((enrollee, number) => walkOn(enrollee, chance.branch(number)))
  return {
    journal,
    get requests() {
      return requests
    },
    get cutOff() {
      return cutOff
    },
    get sorry() {
      return sorry
    },
    stop: async () => {
      stopped = true
      await Promise.all(walks)
    },
  }
}

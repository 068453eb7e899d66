import type { OnBreaker } from '../ports/breaker-event.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountDirectory } from '../ports/directory.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { type Controllers, createControllers, type LdapTimes } from './ldap-controllers.ts'
import type { PermittedHosts } from './permitted-hosts.ts'
import { createSlots } from './slots.ts'
import { createWary, type Wary } from './wary-sign-in.ts'

/** What stands between a person's call and a directory's controllers. */
export type LdapLine = { readonly controllers: Controllers; readonly breaker: Breaker; readonly service: Wary }

export type LdapGateOptions = {
  readonly times: LdapTimes
  readonly hosts: PermittedHosts
  readonly clock: Clock
  /** So many at once for each account, each waiting so long for its turn, ms (STANDARD 10). */
  readonly slots: { readonly most: number; readonly wait: number }
  readonly onBreaker: OnBreaker
}

export type LdapGate = {
  /** Does the work on the account's line to the directory, or gives `shut` where nothing may be sent. */
  through<T>(settings: AccountDirectory, work: (line: LdapLine) => Promise<T>, shut: T): Promise<T>
  /** Gives up the breakers that nobody has asked for a while: an account may have lost its directory, or be gone itself. */
  tidy(): void
}

/** ms without a question after which whether a directory answers is not known any more. */
const unasked = 15 * 60_000

/**
 * One breaker for each account's directory, by what its connections depend on: a wrong authority in one account's
 * settings says nothing of another's, and mended settings are tried at once. Slots are by account.
 */
export const createLdapGate = ({
  times,
  hosts,
  clock,
  slots: { most, wait },
  onBreaker,
}: LdapGateOptions): LdapGate => {
  type Kept = LdapLine & { readonly madeFor: string; readonly newBreaker: () => Breaker; askedAt: number }
  const lines = new Map<string, Kept>()
  const slots = createSlots(most, wait)

  const lineFor = ({ accountId, id, urls, ca }: AccountDirectory): LdapLine => {
    const key = JSON.stringify([accountId, id])
    const madeFor = JSON.stringify([urls, ca])
    const kept = lines.get(key)
    if (kept?.madeFor === madeFor) {
      kept.askedAt = clock.now()
      return kept
    }
    if (kept !== undefined) kept.breaker.discard('the settings have changed')
    const controllers = createControllers({ urls, ...(ca === undefined ? {} : { ca }) }, times, hosts, clock)
    const newBreaker = () =>
      createBreaker({
        clock,
        probe: controllers.probe,
        onChange: (state, because) => onBreaker({ dependency: 'ldap', accountId, state, because }),
      })
    const service = createWary(clock)
    const line = { controllers, breaker: newBreaker(), service, madeFor, newBreaker, askedAt: clock.now() }
    lines.set(key, line)
    return line
  }

  return {
    tidy: () => {
      for (const [key, line] of lines) {
        if (clock.now() - line.askedAt < unasked) continue
        line.breaker.discard('nobody has asked for it for a while')
        // What the directory made of the service account's password stays: showing it once more might lock that.
        lines.set(key, { ...line, breaker: line.newBreaker(), askedAt: Number.POSITIVE_INFINITY })
      }
    },
    through: async (settings, work, shut) => {
      const line = lineFor(settings)
      // Before a slot is waited for: while others hang, a refusal is immediate all the same.
      if (line.breaker.isShut()) return shut
      const release = await slots.take(settings.accountId)
      if (release === undefined) return shut
      try {
        return (await line.breaker.admit()) ? await work(line) : shut
      } finally {
        release()
      }
    },
  }
}

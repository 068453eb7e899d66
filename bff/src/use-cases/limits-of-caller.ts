import { type ClaimedUser, countedName } from '../domain/claimed-user.ts'
import type { LimitName } from '../domain/limits.ts'
import type { Ports } from '../ports/ports.ts'
import type { Refusal } from './outcome.ts'
import { tripped, type Where } from './refusals.ts'
import type { Session } from './session.ts'

type Who = Where & Pick<Session, 'caller'>

/** An account's own offices share few addresses (STANDARD 7). */
const factorOf = (ports: Ports, { account, caller }: Who): number =>
  ports.settings.rateFactor * (caller.isWithin(account.trustedNetworks) ? 100 : 1)

/** An account's own office has buckets of its own: others' calls from there must not use them up. */
const addressKey = ({ account, caller }: Who): string =>
  caller.isWithin(account.trustedNetworks) ? `${caller.address}|${account.id}` : caller.address

/** Takes from limits by address; a problem where one is spent. */
export const takeByAddress = async (
  ports: Ports,
  who: Who,
  names: readonly LimitName[],
): Promise<Refusal | undefined> => {
  const verdict = await ports.limiter.take(names, addressKey(who), factorOf(ports, who))
  return verdict.ok ? undefined : tripped(ports, who, verdict, addressKey(who))
}

/** Takes from the limit on one name from one address: never on the name alone, a stranger could starve its owner. */
export const takeByName = async (ports: Ports, who: Who, user: ClaimedUser): Promise<Refusal | undefined> => {
  const key = `${who.caller.address}|${who.account.id}|${user.domain}|${countedName(user)}`
  const verdict = await ports.limiter.take(['name-per-user-and-address'], key, factorOf(ports, who))
  return verdict.ok ? undefined : tripped(ports, who, verdict, key)
}

/**
 * Reserves a failed try of this address before anybody is asked, so that a hundred at once are no more than the limit;
 * a problem where there is none left, or where the step is shut there. {@link settleTry} says what became of it.
 */
export const reserveTry = async (ports: Ports, who: Who): Promise<Refusal | undefined> => {
  const shut = await ports.limiter.peek(['password-step-shut'], addressKey(who))
  return shut.ok
    ? takeByAddress(ports, who, ['password-failures-per-address'])
    : tripped(ports, who, shut, addressKey(who))
}

/** Ten people failing from one address shut the step there (STANDARD 7). */
const countPerson = async (ports: Ports, who: Who): Promise<void> => {
  const names = ['failing-users-per-address'] as const
  const [key, factor] = [addressKey(who), factorOf(ports, who)]
  const taken = await ports.limiter.take(names, key, factor)
  const left = taken.ok ? await ports.limiter.peek(names, key, factor) : taken
  if (!left.ok) await ports.limiter.take(['password-step-shut'], key)
}

/** A failed try stays counted, and its person as one more that failed from there; any other is given back. */
export const settleTry = async (ports: Ports, who: Who, user: ClaimedUser, failed: boolean): Promise<void> => {
  const key = addressKey(who)
  if (!failed) return ports.limiter.giveBack(['password-failures-per-address'], key, factorOf(ports, who))
  const first = await ports.limiter.take(['first-failure-per-user'], `${key}|${user.domain}|${countedName(user)}`)
  if (first.ok) await countPerson(ports, who)
}

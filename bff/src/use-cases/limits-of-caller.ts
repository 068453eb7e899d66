import type { ClaimedUser } from '../domain/claimed-user.ts'
import type { LimitName } from '../domain/limits.ts'
import type { Ports } from '../ports/ports.ts'
import { problem, type Refusal } from './outcome.ts'
import type { Session } from './session.ts'

type Who = Pick<Session, 'account' | 'caller'>

/** An account's own offices share few addresses (STANDARD 7). */
const factorOf = (ports: Ports, { account, caller }: Who): number =>
  ports.settings.rateFactor * (caller.isWithin(account.trustedNetworks) ? 100 : 1)

const refusalOf = (verdict: Awaited<ReturnType<Ports['limiter']['take']>>): Refusal | undefined =>
  verdict.ok ? undefined : problem('too-many-requests', { retryAfter: verdict.retryAfter })

/** Takes from limits by address; a problem where one is spent. */
export const takeByAddress = async (
  ports: Ports,
  who: Who,
  names: readonly LimitName[],
): Promise<Refusal | undefined> => refusalOf(await ports.limiter.take(names, who.caller.address, factorOf(ports, who)))

/** Takes from the limit on one name from one address: never on the name alone, a stranger could starve its owner. */
export const takeByName = async (ports: Ports, who: Who, user: ClaimedUser): Promise<Refusal | undefined> =>
  refusalOf(
    await ports.limiter.take(
      ['name-per-user-and-address'],
      `${who.caller.address}|${who.account.id}|${user.domain}|${user.username}`,
      factorOf(ports, who),
    ),
  )

/** Whether this address has failed too often to be heard. */
export const mayTryPassword = async (ports: Ports, who: Who): Promise<Refusal | undefined> =>
  refusalOf(
    await ports.limiter.peek(
      ['password-failures-per-address', 'failing-users-per-address'],
      who.caller.address,
      factorOf(ports, who),
    ),
  )

/** Counts a failed password against the address, and the person as one more that failed from there. */
export const countFailure = async (ports: Ports, who: Who, user: ClaimedUser): Promise<void> => {
  const { address } = who.caller
  const factor = factorOf(ports, who)
  await ports.limiter.take(['password-failures-per-address'], address, factor)
  const first = await ports.limiter.take(['first-failure-per-user'], `${address}|${user.domain}|${user.username}`)
  if (first.ok) await ports.limiter.take(['failing-users-per-address'], address, factor)
}

import { type Delivery, type OutboxPorts, sendDue } from './send-outbox.ts'

export type TendPorts = OutboxPorts & {
  /** Seals at most so many audit lines and says how many those were. */
  readonly seal: (most: number) => Promise<number>
  /** Ends with the signal; the next call goes on. */
  readonly prune: (signal: AbortSignal) => Promise<unknown>
  readonly told: (delivery: Delivery) => void
}

/** How many mails were tried, and whether more may be due. */
export type Tended = { readonly mails: number; readonly more: boolean }

/** Within one call: so many mails at once (STANDARD 10) so often, and batches of so many audit lines. */
const [atOnce, rounds] = [5, 8]
const [batch, batches] = [200, 5]
/** ms: well below what the relay waits for its answer. */
const longest = 10_000

/**
 * What runs in the background where there is such a thing: mail that is due, the audit's seal, the end of mails past
 * their use and, with `upkeep`, of all that has outlived its own. In one bounded piece, for runtimes that only answer
 * calls. Any number may run at once: mails are leased, and one sealer works at a time.
 */
export const tend = async (ports: TendPorts, upkeep: boolean): Promise<Tended> => {
  let mails = 0
  let more = true
  for (let round = 0; more && round < rounds; round += 1) {
    const deliveries = await Promise.all(await sendDue(ports, atOnce))
    for (const delivery of deliveries) ports.told(delivery)
    mails += deliveries.length
    more = deliveries.length === atOnce
  }
  let sealed = batch
  for (let turn = 0; sealed === batch && turn < batches; turn += 1) sealed = await ports.seal(batch)
  await ports.outbox.giveUp()
  if (upkeep) await ports.prune(AbortSignal.timeout(longest))
  return { mails, more: more || sealed === batch }
}

import type { Chance } from '../ports/chance.ts'
import type { Outbox, OutboxItem } from '../ports/enrollment-store.ts'
import type { Keys } from '../ports/keys.ts'
import type { Mail, Mailer } from '../ports/mailer.ts'

export type OutboxPorts = {
  readonly outbox: Outbox
  readonly mailer: Mailer
  readonly keys: Keys
  readonly chance: Chance
  /** Whether the mail server may be asked at all now. */
  readonly isReady: () => Promise<boolean>
}

/** What became of one mail in one try; never its text or its address. */
export type Delivery = {
  readonly id: string
  readonly attempt: number
  /** Of the enrollment that the mail tells of. */
  readonly reference?: string
  readonly outcome: 'sent' | 'deferred' | 'failed'
  readonly reason?: string
}

const second = 1_000

/** Waits before the next try, ms: their sum with the jitter stays below five minutes, then the mail has failed (STANDARD 10). */
const waits = [5 * second, 20 * second, 60 * second, 60 * second, 60 * second, 60 * second]

/** Longer than one try can take: nobody else sends the mail meanwhile. */
const lease = 30 * second

/** Up to a tenth more, so that instances do not knock together. */
const withJitter = (wait: number, chance: Chance): number => wait + chance.number(wait / 10)

const unsealed = async (keys: Keys, sealed: string): Promise<Mail | undefined> => {
  try {
    // One that waited since a version without languages is in English.
    return { language: 'en', ...JSON.parse(await keys.open(sealed)) }
  } catch {
    return undefined
  }
}

const deliver = async (
  { outbox, mailer, keys, chance }: OutboxPorts,
  { sealed, ...item }: OutboxItem,
): Promise<Delivery> => {
  const { id, attempt } = item
  const mail = await unsealed(keys, sealed)
  const sent = mail === undefined ? ({ kind: 'failed', reason: 'unreadable' } as const) : await mailer.send(mail)
  const wait = waits[attempt - 1]
  if (sent.kind === 'sent') {
    await outbox.sent(id)
    return { ...item, outcome: 'sent' }
  }
  if (sent.kind === 'deferred' && wait !== undefined) {
    await outbox.deferred(id, withJitter(wait, chance), sent.reason)
    return { ...item, outcome: 'deferred', reason: sent.reason }
  }
  await outbox.failed(id, sent.reason)
  return { ...item, outcome: 'failed', reason: sent.reason }
}

/**
 * Takes up to `most` of the mails that are due and begins to send them: what becomes of each is to be waited for, by
 * itself, so that one that hangs holds up no other. None when nothing is due, or while the mail server is left alone:
 * then mails stay queued and no try of theirs is counted, until they are past their use ({@link Outbox.giveUp}).
 */
export const sendDue = async (ports: OutboxPorts, most: number): Promise<readonly Promise<Delivery>[]> => {
  if (!(await ports.isReady())) return []
  const items = await ports.outbox.due(most, lease)
  return items.map((item) => deliver(ports, item))
}

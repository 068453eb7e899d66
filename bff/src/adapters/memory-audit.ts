import type { Clock } from '../ports/clock.ts'
import type { AuditLine, AuditTrail } from '../ports/audit-trail.ts'
import { type ChainedLine, chainOn, verifyChain } from './audit-chain.ts'
import { addAudit, type Tables } from './memory-tables.ts'

const unsealedOf = ({ id, at, accountId, enrollmentId, type, data }: AuditLine, sealedAt: number) => ({
  id,
  at,
  accountId,
  enrollmentId: enrollmentId ?? null,
  type,
  data: JSON.stringify(data),
  sealedAt,
})

const chainedOf = (line: AuditLine): readonly ChainedLine[] => {
  const { seal } = line
  if (seal === undefined) return []
  const { sequence, hash, previousHash } = seal
  return [{ ...unsealedOf(line, seal.at), sequence, hash, previousHash }]
}

/** Sealed lines from the chain's beginning, as long as they are older than their retention. */
export const pruneMemoryAudit = ({ audit, chain }: Tables, now: number, auditKept: number): void => {
  const sealed = [...audit.values()].flatMap(chainedOf).sort((a, b) => a.sequence - b.sequence)
  for (const { id, at, sequence, hash } of sealed) {
    if (at + auditKept > now) return
    audit.delete(id)
    chain.anchor = { sequence, hash }
  }
}

export const memoryAudit = (tables: Tables, clock: Clock): AuditTrail => {
  const { audit, chain } = tables
  const tail = () => [...audit.values()].filter(({ seal }) => seal === undefined)
  // Hashing awaits: the next sealing begins where the one before ended.
  let turn: Promise<unknown> = Promise.resolve()
  const sealNow = async (most: number): Promise<number> => {
    const now = clock.now()
    const lines = tail().slice(0, most)
    for (const { id, sequence, hash, previousHash } of await chainOn(
      chain.head,
      lines.map((line) => unsealedOf(line, now)),
    )) {
      const line = audit.get(id)
      if (line !== undefined) audit.set(id, { ...line, seal: { sequence, at: now, previousHash, hash } })
      chain.head = { sequence, hash }
    }
    return lines.length
  }
  return {
    append: async (accountId, events, enrollmentId) => addAudit(tables, clock.now(), accountId, enrollmentId, events),
    seal: async (most) => {
      const sealing = turn.then(() => sealNow(most))
      turn = sealing.catch(() => undefined)
      return sealing
    },
    verify: (noted) =>
      verifyChain(
        {
          chain: async () => ({ ...chain }),
          sealedAfter: async (sequence, most) =>
            [...audit.values()]
              .flatMap(chainedOf)
              .filter((line) => line.sequence > sequence)
              .sort((a, b) => a.sequence - b.sequence)
              .slice(0, most),
          tail: async () => {
            const [oldest] = tail()
            return { count: tail().length, ...(oldest === undefined ? {} : { oldest: oldest.at }), now: clock.now() }
          },
        },
        noted,
      ),
    lines: async ({ accountId, since = -Infinity, until = Infinity, after, most }) =>
      [...audit.values()]
        .filter((line) => accountId === undefined || line.accountId === accountId)
        .filter(({ at }) => at >= since && at < until)
        .filter(({ at, id }) => after === undefined || at > after.at || (at === after.at && id > after.id))
        .sort((a, b) => a.at - b.at || a.id - b.id)
        .slice(0, most),
  }
}

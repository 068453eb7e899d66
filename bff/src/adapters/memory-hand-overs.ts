import type { Clock } from '../ports/clock.ts'
import type { Stored } from '../ports/enrollment-store.ts'
import type { HandOverStore } from '../ports/hand-over-store.ts'
import { storedOf } from './memory-enrollments.ts'
import { addAudit, type Tables } from './memory-tables.ts'

export const memoryHandOvers = (tables: Tables, clock: Clock, resendAfter: number): HandOverStore => {
  const rowOf = (id: string) => {
    const row = tables.enrollments.get(id)
    return row?.closedAt === undefined ? row : undefined
  }
  const stored = (id: string): Stored | undefined => {
    const row = rowOf(id)
    return row && storedOf(tables, row, clock.now(), resendAfter)
  }
  const live = () =>
    [...tables.handOvers]
      .map(([enrollmentId, row]) => ({ enrollmentId, ...row }))
      .filter(({ enrollmentId, expiresAt }) => clock.now() < expiresAt && rowOf(enrollmentId) !== undefined)
  return {
    offer: async ({ enrollment }, codeDigest, lifetime, audit) => {
      const now = clock.now()
      const { id, accountId } = enrollment
      const row = rowOf(id)
      if (row?.enrollment.accountId !== accountId) return undefined
      tables.enrollments.set(id, { ...row, enrollment: { ...row.enrollment, activeAt: now } })
      tables.handOvers.set(id, { accountId, codeDigest, taken: undefined, expiresAt: now + lifetime })
      addAudit(tables, now, accountId, id, audit)
      return now + lifetime
    },

    offered: async (codeDigest) => {
      const found = live().find((row) => row.codeDigest === codeDigest)
      return found && stored(found.enrollmentId)
    },

    take: async (codeDigest, { lifetime, ...taken }, audit) => {
      const now = clock.now()
      const found = live().find((row) => row.codeDigest === codeDigest)
      if (found === undefined) return undefined
      const { enrollmentId, accountId } = found
      tables.handOvers.set(enrollmentId, { accountId, codeDigest: undefined, taken, expiresAt: now + lifetime })
      addAudit(tables, now, accountId, enrollmentId, audit)
      return now + lifetime
    },

    taken: async (takerDigest) => {
      const found = live().find(({ taken }) => taken?.takerDigest === takerDigest)
      return found?.taken && { kind: 'taken', ...found.taken, expiresAt: found.expiresAt }
    },

    of: async (accountId, enrollmentId) => {
      const found = live().find((row) => row.enrollmentId === enrollmentId && row.accountId === accountId)
      if (found === undefined) return undefined
      const { taken, expiresAt } = found
      return taken === undefined ? { kind: 'offered', expiresAt } : { kind: 'taken', ...taken, expiresAt }
    },

    refuse: async (accountId, enrollmentId, takerDigest, audit) => {
      const found = live().find((row) => row.enrollmentId === enrollmentId && row.accountId === accountId)
      if (found === undefined || (takerDigest !== undefined && found.taken?.takerDigest !== takerDigest)) return false
      tables.handOvers.delete(enrollmentId)
      addAudit(tables, clock.now(), accountId, enrollmentId, audit)
      return true
    },

    watched: async (watcherDigest) => {
      const watcher = tables.watchers.get(watcherDigest)
      const found = watcher && stored(watcher.enrollmentId)
      return found && { stored: found, by: watcher.by }
    },
  }
}

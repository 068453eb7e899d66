import { countTry } from '../domain/email-code.ts'
import type { LimitName, Rates } from '../domain/limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { OneTimeCodes } from '../ports/enrollment-store.ts'
import type { AttemptBudget, Limiter } from '../ports/limiter.ts'
import { arrivalAfter, limitVerdictFor, pacesOf, verdictFor, waitFor } from './gcra.ts'
import { keyOf, type Tables } from './memory-tables.ts'

export const memoryCodes = (tables: Tables, clock: Clock): OneTimeCodes => ({
  countTry: async (accountId, codeId) => {
    const row = tables.codes.get(codeId)
    if (row === undefined || row.accountId !== accountId) return undefined
    const counted = countTry(row.code, clock.now())
    if (counted.kind === 'counted') tables.codes.set(codeId, { ...row, code: counted.code })
    return counted
  },
})

export const memoryLimiter = (tables: Tables, clock: Clock, rates: Rates): Limiter => {
  const measure = (names: Parameters<Limiter['take']>[0], key: string, factor?: number) => {
    const now = clock.now()
    const buckets = pacesOf(names, factor, rates).map((pace) => ({
      pace,
      id: keyOf(pace.name, key),
      arrival: tables.arrivals.get(keyOf(pace.name, key)) ?? 0,
    }))
    const waits = buckets.map(({ pace, arrival }) => ({ limit: pace.name, wait: waitFor(pace, arrival, now) }))
    return { now, buckets, verdict: limitVerdictFor(waits) }
  }
  return {
    take: async (names, key, factor) => {
      const { now, buckets, verdict } = measure(names, key, factor)
      if (verdict.ok)
        for (const { id, pace, arrival } of buckets) tables.arrivals.set(id, arrivalAfter(pace, arrival, now))
      return verdict
    },
    giveBack: async (names, key, factor) => {
      for (const { id, pace, arrival } of measure(names, key, factor).buckets)
        if (arrival > 0) tables.arrivals.set(id, arrival - pace.interval)
    },
    peek: async (names, key, factor) => measure(names, key, factor).verdict,
  }
}

/** Sets a mark that stands for its window, beside what it tells of. `false`: it stands already. */
export const takeMark = (tables: Tables, now: number, mark: LimitName, key: string): boolean =>
  pacesOf([mark]).every((pace) => {
    const arrival = tables.arrivals.get(keyOf(mark, key)) ?? 0
    const isFree = waitFor(pace, arrival, now) <= 0
    if (isFree) tables.arrivals.set(keyOf(mark, key), arrivalAfter(pace, arrival, now))
    return isFree
  })

export const memoryBudget = (tables: Tables, clock: Clock): AttemptBudget => ({
  reserve: async (keys, allowed, window) => {
    const now = clock.now()
    const live = keys.flatMap((key) => {
      const held = tables.attempts.get(key)
      return held !== undefined && now < held.endsAt ? [{ key, ...held }] : []
    })
    const spent = live.filter(({ used }) => used >= allowed)
    const verdict = verdictFor(spent.map(({ endsAt }) => endsAt - now))
    if (!verdict.ok) return verdict
    const known: Record<string, number> = {}
    for (const key of keys) {
      const { used, failed, forgiven } = live.find((held) => held.key === key) ?? { used: 0, failed: 0, forgiven: 0 }
      tables.attempts.set(key, { used: used + 1, failed, forgiven, endsAt: now + window })
      known[key] = failed
    }
    return { ok: true, known }
  },
  giveBack: async (keys) => {
    for (const key of keys) {
      const held = tables.attempts.get(key)
      if (held !== undefined) tables.attempts.set(key, { ...held, used: Math.max(0, held.used - 1) })
    }
  },
  settle: async (keys) => {
    for (const key of keys) {
      const held = tables.attempts.get(key)
      if (held !== undefined) tables.attempts.set(key, { ...held, failed: held.failed + 1 })
    }
  },
  forgive: async ({ known }, own, shared) => {
    for (const [index, key] of own.entries()) {
      const mine = tables.attempts.get(key)
      if (mine === undefined) continue
      const forgiving = Math.max(0, (known[key] ?? 0) - mine.forgiven)
      for (const name of [key, ...shared.slice(index, index + 1)]) {
        const held = tables.attempts.get(name)
        if (held === undefined) continue
        const used = Math.max(0, held.used - forgiving - 1)
        tables.attempts.set(name, { ...held, used, forgiven: held.forgiven + forgiving })
      }
    }
  },
})

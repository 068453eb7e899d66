import type { AttemptBudget } from '../ports/limiter.ts'

/** Until when nobody's password is tried, and the store's clock, in ms. */
export type Rest = { readonly until: number | null; readonly now: number }

/**
 * A restored store does not know which tries the directories have counted since its backup, so it begins with none
 * left for anybody, until the directories have forgotten theirs (STANDARD 3.5). `readRest` is asked until that is over; always where a store may be restored under a
 * runtime that goes on (`outlives`), such as one that holds no connection between requests.
 */
export const restedBudget = (budget: AttemptBudget, readRest: () => Promise<Rest>, outlives = false): AttemptBudget => {
  let isOver = false
  return {
    ...budget,
    reserve: async (keys, allowed, window) => {
      if (!isOver) {
        const { until, now } = await readRest()
        if (until !== null && until > now) return { ok: false, retryAfter: Math.ceil((until - now) / 1000) }
        isOver = !outlives
      }
      return budget.reserve(keys, allowed, window)
    },
  }
}

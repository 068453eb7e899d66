import { expect, test } from 'vitest'
import type { AttemptBudget } from '../ports/limiter.ts'
import { type Rest, restedBudget } from './rested-budget.ts'

const budget: AttemptBudget = {
  reserve: async () => ({ ok: true, known: {} }),
  giveBack: async () => undefined,
  settle: async () => undefined,
  forgive: async () => undefined,
}
/** Tries one after the other, each with the rest that is read at that time. */
const tries = async (rests: readonly Rest[], outlives: boolean) => {
  const reads = [...rests]
  const rested = restedBudget(budget, async () => reads.shift() ?? expect.fail('asked once more'), outlives)
  const verdicts = []
  for (const _ of rests) verdicts.push(await rested.reserve(['ana'], 3, 60_000))
  return { verdicts, unread: reads.length }
}
const over = { until: 1_000, now: 1_000 }
const resting = { until: 9_500, now: 1_000 }

test('nobody is tried while the directories have not forgotten, and told for how many seconds', async () => {
  expect(await tries([resting, over], false)).toEqual({
    verdicts: [
      { ok: false, retryAfter: 9 },
      { ok: true, known: {} },
    ],
    unread: 0,
  })
})

test('a server asks until it is over: nothing is restored under it', async () => {
  const { verdicts, unread } = await tries([over, resting], false)
  expect([verdicts.map(({ ok }) => ok), unread]).toEqual([[true, true], 1])
})

test('what outlives a restore asks each time', async () => {
  const { verdicts } = await tries([{ until: null, now: 0 }, resting, over], true)
  expect(verdicts.map(({ ok }) => ok)).toEqual([true, false, true])
})

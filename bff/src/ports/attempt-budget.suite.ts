import { describe, expect, test } from 'vitest'
import type { Slot } from './limiter.ts'
import { hour, minute } from './durations.ts'
import { atOnce, type MakeStore, passed, type StoreUnderTest, times, unique } from './store-under-test.ts'

const window = 16 * minute
const reserved = async ({ store }: StoreUnderTest, keys: readonly string[], allowed = 2): Promise<Slot> => {
  const slot = await store.budget.reserve(keys, allowed, window)
  if (!slot.ok) throw new Error('over budget')
  return slot
}
/** A try whose failure the directory has told. */
const fail = async (under: StoreUnderTest, own: readonly string[], shared: readonly string[] = []): Promise<void> => {
  await reserved(under, [...own, ...shared], 5)
  await under.store.budget.settle(own)
}
/** A try with the right password. */
const signIn = async (
  under: StoreUnderTest,
  own: readonly string[],
  shared: readonly string[] = [],
  allowed = 4,
): Promise<void> => {
  const slot = await reserved(under, [...own, ...shared], allowed)
  await under.store.budget.forgive(slot, own, shared)
}

/** {@link AttemptBudget}: the slots of one person in one directory (STANDARD 3.5). */
export const attemptBudgetSuite = (make: MakeStore): void => {
  describe('attempt budget', () => {
    test('a slot is reserved before the try, and over budget there is none', async () => {
      const under = await make()
      const key = unique('dc|ana')
      await under.store.budget.reserve([unique('dc|ben')], 4, hour)
      const verdicts = await atOnce(under, 50, (store) => store.budget.reserve([key], 4, window))
      expect(passed(verdicts)).toBe(4)
      const refused = await under.store.budget.reserve([key], 4, window)
      if (refused.ok) throw new Error('over budget')
      expect(refused.retryAfter).toBeGreaterThan(15 * 60)
      expect(refused.retryAfter).toBeLessThanOrEqual(16 * 60)
    })

    test('the window runs from the last try, as a directory counts', async () => {
      const under = await make()
      const key = unique('dc|ana')
      const reserve = () => under.store.budget.reserve([key], 2, window)
      await reserve()
      under.advance(15 * minute)
      expect((await reserve()).ok).toBe(true)
      under.advance(2 * minute)
      expect((await reserve()).ok).toBe(false)
      under.advance(14 * minute)
      expect(passed(await times(3, reserve))).toBe(2)
    })

    test('a slot that was given back can be reserved again, and giving back never makes more than all', async () => {
      const under = await make()
      const key = unique('dc|ana')
      await under.store.budget.giveBack([key])
      await times(2, () => under.store.budget.reserve([key], 2, window))
      await under.store.budget.giveBack([key])
      expect(passed(await times(2, () => under.store.budget.reserve([key], 2, window)))).toBe(1)
      for (let index = 0; index < 5; index += 1) await under.store.budget.giveBack([key])
      expect(passed(await times(3, () => under.store.budget.reserve([key], 2, window)))).toBe(2)
    })

    test('of several keys one slot each is reserved, or none', async () => {
      const under = await make()
      const [one, two, three] = [unique('dc1|ana'), unique('dc2|ana'), unique('dc3|ana')]
      expect(passed(await times(3, () => under.store.budget.reserve([one, two], 2, window)))).toBe(2)
      // The key they share is spent, so the other one keeps its slots.
      expect(passed(await times(2, () => under.store.budget.reserve([three, two], 2, window)))).toBe(0)
      expect(passed(await times(3, () => under.store.budget.reserve([three], 2, window)))).toBe(2)
      await under.store.budget.giveBack([two, one])
      expect(passed(await times(2, () => under.store.budget.reserve([one, two], 2, window)))).toBe(1)
      await under.store.budget.giveBack([one, two])
      await signIn(under, [one, two])
      expect(passed(await times(3, () => under.store.budget.reserve([two, one], 2, window)))).toBe(1)
    })

    test('of several at once that share a key, as many get a slot as it has, and the others lose none of their own', async () => {
      const under = await make()
      const shared = unique('dc|ana')
      const own = Array.from({ length: 24 }, (_, index) => unique(`dc${index}|ana`))
      // Of some there is a row already, of others there is none.
      for (const key of own.slice(0, 12)) {
        await reserved(under, [key])
        await under.store.budget.giveBack([key])
      }
      const verdicts = await Promise.all(
        own.map((key, index) => (index % 2 === 0 ? under.store : under.other).budget.reserve([key, shared], 4, window)),
      )
      expect(passed(verdicts)).toBe(4)
      for (const [index, key] of own.entries())
        expect((await under.store.budget.reserve([key], 1, window)).ok).toBe(verdicts[index]?.ok === false)
    })

    test('of several at once that share two keys, of which one is new, none waits for another in a circle', async () => {
      const under = await make()
      for (let round = 0; round < 20; round += 1) {
        const [fresh, known] = [unique('dc1|ana'), unique('dc2|ana')].sort()
        if (fresh === undefined || known === undefined) throw new Error('two keys')
        await reserved(under, [known], 8)
        await under.store.budget.giveBack([known])
        const verdicts = Array.from({ length: 16 }, async (_, index) => {
          // Some come while others wait: together they would all see the same.
          await new Promise((resolve) => setTimeout(resolve, index % 7))
          return (index % 2 === 0 ? under.store : under.other).budget.reserve([fresh, known], 8, window)
        })
        expect(passed(await Promise.all(verdicts))).toBe(8)
      }
    })

    test('what was refused lengthens no window', async () => {
      const under = await make()
      const [spent, other] = [unique('dc1|ana'), unique('dc2|ana')]
      await under.store.budget.reserve([spent, other], 1, window)
      under.advance(10 * minute)
      await under.store.budget.reserve([spent], 2, window)
      expect((await under.store.budget.reserve([other, spent], 2, window)).ok).toBe(false)
      under.advance(7 * minute)
      expect((await under.store.budget.reserve([other], 1, window)).ok).toBe(true)
    })

    test('a right password frees one’s own failures where others’ are counted too, and no more', async () => {
      const under = await make()
      const [shared, here, there] = [unique('dc|ana'), unique('dc|ana|here'), unique('dc|ana|there')]
      for (const own of [there, there, here]) await fail(under, [own], [shared])
      await signIn(under, [here], [shared])
      expect(passed(await times(4, () => under.store.budget.reserve([shared, here], 4, window)))).toBe(2)
      await signIn(under, [there], [shared], 5)
      expect(passed(await times(4, () => under.store.budget.reserve([shared, there], 4, window)))).toBe(2)
    })

    test('a right password frees no try that is under way: the directory may count it afterwards', async () => {
      const under = await make()
      const key = unique('dc|ana')
      await under.store.budget.reserve([key], 2, window)
      await signIn(under, [key])
      await under.store.budget.settle([key])
      expect(passed(await times(3, () => under.store.budget.reserve([key], 2, window)))).toBe(1)
    })

    test('a right password frees nothing that failed after it was on its way', async () => {
      const under = await make()
      const key = unique('dc|ana')
      const slot = await reserved(under, [key], 3)
      await fail(under, [key])
      await under.store.budget.forgive(slot, [key], [])
      expect(passed(await times(3, () => under.store.budget.reserve([key], 3, window)))).toBe(2)
      await under.store.budget.settle([key])
      await under.store.budget.giveBack([key])
      await signIn(under, [key], [], 3)
      expect(passed(await times(4, () => under.store.budget.reserve([key], 3, window)))).toBe(3)
    })

    test('of two right passwords at once only one frees each failure', async () => {
      const under = await make()
      const key = unique('dc|ana')
      for (let failure = 0; failure < 2; failure += 1) await fail(under, [key])
      const slots = [await reserved(under, [key], 5), await reserved(under, [key], 5)]
      await under.store.budget.reserve([key], 5, window)
      await Promise.all(
        slots.map((slot, index) => (index === 0 ? under.store : under.other).budget.forgive(slot, [key], [])),
      )
      expect(passed(await times(6, () => under.store.budget.reserve([key], 5, window)))).toBe(4)
    })

    test('of two orders of the same keys at once neither waits for the other', async () => {
      const under = await make()
      const [one, two] = [unique('dc1|ana'), unique('dc2|ana')]
      const verdicts = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? under.store : under.other).budget.reserve(
            index % 3 === 0 ? [one, two] : [two, one],
            4,
            window,
          ),
        ),
      )
      expect(passed(verdicts)).toBe(4)
    })

    test('a right password frees all failures of that person, and of nobody else', async () => {
      const under = await make()
      const [ana, ben] = [unique('dc|ana'), unique('dc|ben')]
      for (const key of [ana, ben]) await fail(under, [key])
      await signIn(under, [ana])
      expect(passed(await times(3, () => under.store.budget.reserve([ana], 2, window)))).toBe(2)
      expect(passed(await times(3, () => under.store.budget.reserve([ben], 2, window)))).toBe(1)
    })

    test('what failed in an earlier window is not freed in this one', async () => {
      const under = await make()
      const key = unique('dc|ana')
      for (let failure = 0; failure < 2; failure += 1) await fail(under, [key])
      under.advance(window)
      await under.store.budget.reserve([key], 2, window)
      await signIn(under, [key])
      expect(passed(await times(3, () => under.store.budget.reserve([key], 2, window)))).toBe(1)
    })

    test('a success whose count is gone meanwhile is no mistake', async () => {
      const under = await make()
      const key = unique('dc|ana')
      const slot = await reserved(under, [key])
      under.advance(window)
      await under.store.prune()
      await under.store.budget.forgive(slot, [key], [])
      expect(passed(await times(3, () => under.store.budget.reserve([key], 2, window)))).toBe(2)
    })
  })
}

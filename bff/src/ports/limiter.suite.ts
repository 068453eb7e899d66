import { describe, expect, test } from 'vitest'
import { limits } from '../domain/limits.ts'
import type { Slot, Verdict } from './limiter.ts'
import { hour, minute, second } from './durations.ts'
import { type MakeStore, type StoreUnderTest, unique } from './store-under-test.ts'

const times = async (count: number, once: () => Promise<Verdict>): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = []
  for (let index = 0; index < count; index += 1) verdicts.push(await once())
  return verdicts
}
const passed = (verdicts: readonly Verdict[]): number => verdicts.filter(({ ok }) => ok).length
const atOnce = (under: StoreUnderTest, count: number, one: (store: StoreUnderTest['store']) => Promise<Verdict>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index % 2 === 0 ? under.store : under.other)))

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

/** {@link Limiter}: the generic cell rate algorithm (STANDARD 7). */
export const limiterSuite = (make: MakeStore): void => {
  describe('limiter', () => {
    test('the whole allowance may be taken at once, and not one more', async () => {
      const under = await make()
      const verdicts = await atOnce(under, 60, (store) => store.limiter.take(['start-per-address-minute'], '192.0.2.1'))
      expect(passed(verdicts)).toBe(limits['start-per-address-minute'].rate)
    })

    test('a refusal says when one taking fits again, and by then it does', async () => {
      const under = await make()
      const take = () => under.store.limiter.take(['registrations-per-user'], 'ana')
      expect(passed(await times(5, take))).toBe(5)
      const refused = await take()
      if (refused.ok) throw new Error('the sixth was let through')
      expect(refused.retryAfter).toBeGreaterThan(11 * 60)
      expect(refused.retryAfter).toBeLessThanOrEqual(12 * 60)
      under.advance(refused.retryAfter * second)
      expect([(await take()).ok, (await take()).ok]).toEqual([true, false])
    })

    test('a refusal names the limit to wait for longest, in a look as in a taking', async () => {
      const under = await make()
      const names = ['start-per-address-minute', 'start-per-address-hour'] as const
      for (let turn = 0; turn < 20; turn += 1) await under.store.limiter.take(names, 'a')
      expect(await under.store.limiter.take(names, 'a')).toMatchObject({ ok: false, limit: 'start-per-address-minute' })
      expect(await under.other.limiter.peek(names, 'a')).toMatchObject({ ok: false, limit: 'start-per-address-minute' })
      for (let turn = 0; turn < 200; turn += 1) await under.store.limiter.take(['start-per-address-hour'], 'b')
      expect(await under.store.limiter.take(names, 'b')).toMatchObject({ ok: false, limit: 'start-per-address-hour' })
    })

    test('a bucket that stood idle holds one allowance again, not more', async () => {
      const under = await make()
      const take = () => under.store.limiter.take(['registrations-per-user'], 'ana')
      await times(2, take)
      under.advance(10 * hour)
      expect(passed(await times(9, take))).toBe(5)
    })

    test('a refusal takes nothing: asking too often does not lengthen the wait', async () => {
      const under = await make()
      const take = () => under.store.limiter.take(['registrations-per-user'], 'ana')
      await times(30, take)
      under.advance(12 * minute)
      expect((await take()).ok).toBe(true)
    })

    test('of several buckets all are taken from or none', async () => {
      const under = await make()
      const both = ['codes-sent-per-quarter-hour', 'codes-sent-per-hour'] as const
      expect(passed(await times(10, () => under.store.limiter.take(both, 'ana')))).toBe(3)
      // Three were taken from the hour's five, and none by the seven refusals.
      expect(passed(await times(5, () => under.store.limiter.take(['codes-sent-per-hour'], 'ana')))).toBe(2)
    })

    test('of forty takings from three buckets at once exactly the smallest allowance passes', async () => {
      const under = await make()
      const all = ['codes-sent-per-day', 'codes-sent-per-quarter-hour', 'codes-sent-per-hour'] as const
      const verdicts = await atOnce(under, 40, (store) => store.limiter.take(all, 'ana'))
      expect(passed(verdicts)).toBe(3)
      expect(passed(await times(10, () => under.store.limiter.take(['codes-sent-per-day'], 'ana')))).toBe(7)
    })

    test('keys and names have buckets of their own', async () => {
      const under = await make()
      await times(6, () => under.store.limiter.take(['registrations-per-user'], 'acme|ana'))
      expect((await under.store.limiter.take(['registrations-per-user'], 'other|ana')).ok).toBe(true)
      expect((await under.store.limiter.take(['codes-sent-per-hour'], 'acme|ana')).ok).toBe(true)
    })

    test('a factor multiplies the allowance', async () => {
      const under = await make()
      const verdicts = await times(501, () => under.store.limiter.take(['registrations-per-user'], 'ana', 100))
      // The engine's clock goes on meanwhile, and 500 an hour is one in 7.2 s.
      expect(passed(verdicts)).toBeGreaterThanOrEqual(500)
      expect(verdicts.slice(0, 500).every(({ ok }) => ok)).toBe(true)
    })

    test('peeking takes nothing and says what taking would', async () => {
      const under = await make()
      const names = ['registrations-per-user', 'codes-sent-per-hour'] as const
      expect(passed(await times(20, () => under.store.limiter.peek(names, 'ana')))).toBe(20)
      await times(5, () => under.store.limiter.take(['registrations-per-user'], 'ana'))
      expect(await under.store.limiter.peek(names, 'ana')).toMatchObject({ ok: false })
      expect(await under.store.limiter.peek(['codes-sent-per-hour'], 'ana')).toEqual({ ok: true })
      expect(await under.store.limiter.peek(names, 'ben')).toEqual({ ok: true })
    })

    test('a taking that was given back can be taken again, from every bucket it came from', async () => {
      const under = await make()
      const both = ['codes-sent-per-quarter-hour', 'codes-sent-per-hour'] as const
      const take = () => under.store.limiter.take(both, 'ana')
      await times(3, take)
      await under.store.limiter.giveBack(both, 'ana')
      expect(passed(await times(3, take))).toBe(1)
      await under.store.limiter.giveBack(both, 'nobody')
      expect(passed(await times(9, () => under.store.limiter.take(both, 'nobody')))).toBe(3)
    })

    test('retention forgets full buckets only when they have run empty', async () => {
      const under = await make()
      const take = () => under.store.limiter.take(['registrations-per-user'], 'ana')
      await times(5, take)
      await under.store.prune()
      expect((await take()).ok).toBe(false)
      under.advance(hour)
      await under.store.prune()
      expect(passed(await times(6, take))).toBe(5)
    })
  })

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

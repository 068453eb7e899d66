import { describe, expect, test } from 'vitest'
import { limits } from '../domain/limits.ts'
import { hour, minute, second } from './durations.ts'
import { atOnce, type MakeStore, passed, times } from './store-under-test.ts'

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

    test('who comes at the same moment as another is told the time of the limit that refuses', async () => {
      const under = await make()
      const names = ['codes-sent-per-minute', 'codes-sent-per-quarter-hour'] as const
      for (let round = 1; round <= 20; round += 1) {
        const key = `person-${round}`
        await under.store.limiter.take(names, key)
        under.advance(minute)
        const verdicts = await atOnce(under, 40, (store) => store.limiter.take(names, key))
        expect(passed(verdicts)).toBe(1)
        const told = verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict]))
        expect(new Set(told.map((verdict) => 'limit' in verdict && verdict.limit))).toEqual(new Set([names[0]]))
        expect(Math.max(...told.map(({ retryAfter }) => retryAfter))).toBeLessThanOrEqual(60)
      }
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
}

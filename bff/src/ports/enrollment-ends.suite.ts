import { describe, expect, test } from 'vitest'
import { minute } from './durations.ts'
import { choosing } from './store-fixtures.ts'
import { begin, type MakeStore } from './store-under-test.ts'

/** {@link EnrollmentStore}: who loses an enrollment, by giving it up or by having too many. */
export const enrollmentEndsSuite = (make: MakeStore): void => {
  describe('enrollments that are given up', () => {
    test('an abandoned enrollment with nothing proven is forgotten', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const another = await begin(under)
      await under.store.enrollments.abandon(stored, [{ type: 'enroll.abandoned', data: {} }])
      expect(await under.store.enrollments.load(cookie)).toBeUndefined()
      expect(await under.store.enrollments.load(another.cookie)).toBeDefined()
      expect(await under.store.administration.findEnrollment(enrollment.id)).toBeUndefined()
      expect(await under.store.administration.audit({ enrollmentId: enrollment.id, most: 10 })).toHaveLength(1)
    })

    test('an abandoned enrollment with a proof is kept without its cookies, and refuses saves under way', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const saved = await under.store.enrollments.save(
        stored,
        { ...enrollment, state: choosing('ad:corp:ana') },
        { audit: [] },
      )
      if (saved.kind !== 'saved') throw new Error(saved.kind)
      const another = await begin(under)
      await under.store.enrollments.save(
        another.stored,
        { ...another.enrollment, state: choosing('ad:corp:ana') },
        { audit: [] },
      )
      await under.store.enrollments.abandon(saved.stored, [])
      await under.store.enrollments.abandon(saved.stored, [{ type: 'enroll.abandoned', data: {} }])
      expect(await under.store.enrollments.load(cookie)).toBeUndefined()
      expect(await under.store.enrollments.load(another.cookie)).toBeDefined()
      expect((await under.store.administration.findEnrollment(enrollment.id))?.closedAt).toBeDefined()
      expect(await under.store.enrollments.save(saved.stored, saved.stored.enrollment, { audit: [] })).toEqual({
        kind: 'conflict',
      })
      expect(await under.store.administration.audit({ enrollmentId: enrollment.id, most: 10 })).toEqual([])
    })

    test('abandoning under another account’s name does nothing', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      await under.store.enrollments.abandon({ ...stored, enrollment: { ...enrollment, accountId: 'other' } }, [])
      expect(await under.store.enrollments.load(cookie)).toBeDefined()
    })

    test('beyond the allowed number a person’s longest idle proven enrollment loses its browser', async () => {
      const under = await make()
      const prove = async (userKey: string, accountId = 'acme') => {
        under.advance(minute)
        const { stored, cookie } = await begin(under, { accountId })
        const next = { ...stored.enrollment, state: choosing(userKey) }
        await under.store.enrollments.save(stored, next, { audit: [], provenOpen: { userKey, most: 2 } })
        return cookie
      }
      const stranger = await prove('ad:corp:ben')
      const unproven = (await begin(under)).cookie
      const first = [await prove('ad:corp:ana'), await prove('ad:corp:ana')]
      const elsewhere = await prove('ad:corp:ana', 'other')
      // Newer than two of them, and none of this account's.
      expect(await under.store.enrollments.load(first[0] ?? '')).toBeDefined()
      const mine = [...first, await prove('ad:corp:ana')]
      const alive = await Promise.all(
        [...mine, stranger, elsewhere, unproven].map(
          async (cookie) => (await under.store.enrollments.load(cookie)) !== undefined,
        ),
      )
      expect(alive).toEqual([false, true, true, true, true, true])
    })

    test('an enrollment that fell back to nothing proven no longer counts among a person’s open ones', async () => {
      const under = await make()
      const userKey = 'ad:corp:ana'
      const first = await begin(under)
      const proven = await under.store.enrollments.save(
        first.stored,
        { ...first.enrollment, state: choosing(userKey) },
        { audit: [], provenOpen: { userKey, most: 1 } },
      )
      if (proven.kind !== 'saved') throw new Error(proven.kind)
      await under.store.enrollments.save(proven.stored, first.enrollment, { audit: [] })
      const next = await begin(under)
      await under.store.enrollments.save(
        next.stored,
        { ...next.enrollment, state: choosing(userKey) },
        { audit: [], provenOpen: { userKey, most: 1 } },
      )
      expect(await under.store.enrollments.load(first.cookie)).toBeDefined()
    })

    test('twenty proofs of one person at once leave no more open than allowed', async () => {
      const under = await make()
      const userKey = 'ad:corp:ana'
      const begun = await Promise.all(Array.from({ length: 20 }, () => begin(under)))
      await Promise.all(
        begun.map(({ stored, enrollment }, index) =>
          (index % 2 === 0 ? under.store : under.other).enrollments.save(
            stored,
            { ...enrollment, state: choosing(userKey) },
            { audit: [], provenOpen: { userKey, most: 3 } },
          ),
        ),
      )
      const alive = await Promise.all(begun.map(({ cookie }) => under.store.enrollments.load(cookie)))
      expect(alive.filter((stored) => stored !== undefined)).toHaveLength(3)
    })
  })
}

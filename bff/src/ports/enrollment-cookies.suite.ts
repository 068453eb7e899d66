import { describe, expect, test } from 'vitest'
import { minute } from './durations.ts'
import { begin, type MakeStore, unique } from './store-under-test.ts'

/** {@link EnrollmentStore}: which cookie finds an enrollment, and how long. */
export const enrollmentCookiesSuite = (make: MakeStore): void => {
  describe('an enrollment’s cookies', () => {
    test('the previous cookie works until the new one is first seen', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const next = unique('cookie')
      await under.store.enrollments.save(stored, enrollment, {
        audit: [],
        rotate: { cookieDigest: next, grace: 2 * minute },
      })
      expect((await under.store.enrollments.load(cookie))?.rotation).toBe(1)
      expect((await under.store.enrollments.load(cookie))?.rotation).toBe(1)
      expect((await under.store.enrollments.load(next))?.rotation).toBe(1)
      expect(await under.store.enrollments.load(cookie)).toBeUndefined()
    })

    test('the previous cookie ends with its grace by the store’s clock', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const next = unique('cookie')
      await under.store.enrollments.save(stored, enrollment, {
        audit: [],
        rotate: { cookieDigest: next, grace: 2 * minute },
      })
      under.advance(minute)
      expect(await under.store.enrollments.load(cookie)).toBeDefined()
      under.advance(minute)
      expect(await under.store.enrollments.load(cookie)).toBeUndefined()
      expect(await under.store.enrollments.load(next)).toBeDefined()
    })

    test('seeing one browser’s cookie does not end another’s previous one', async () => {
      const under = await make()
      const rotate = async () => {
        const { stored, enrollment, cookie } = await begin(under)
        const next = unique('cookie')
        await under.store.enrollments.save(stored, enrollment, {
          audit: [],
          rotate: { cookieDigest: next, grace: 2 * minute },
        })
        return { before: cookie, next }
      }
      const [mine, theirs] = [await rotate(), await rotate()]
      await under.store.enrollments.load(mine.next)
      expect(await under.store.enrollments.load(mine.before)).toBeUndefined()
      expect(await under.store.enrollments.load(theirs.before)).toBeDefined()
    })

    test('two lost answers in a row do not strand the browser: its last arrived cookie still works', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const [lost, alsoLost] = [unique('cookie'), unique('cookie')]
      await under.store.enrollments.save(stored, enrollment, {
        audit: [],
        rotate: { cookieDigest: lost, grace: 2 * minute },
      })
      const again = await under.store.enrollments.load(cookie)
      if (again === undefined) throw new Error('the previous cookie did not work')
      await under.store.enrollments.save(again, enrollment, {
        audit: [],
        rotate: { cookieDigest: alsoLost, grace: 2 * minute },
      })
      expect((await under.store.enrollments.load(cookie))?.rotation).toBe(2)
      expect(await under.store.enrollments.load(lost)).toBeUndefined()
      expect((await under.store.enrollments.load(alsoLost))?.rotation).toBe(2)
    })
  })
}

import { describe, expect, test } from 'vitest'
import { hour, minute } from '../ports/durations.ts'
import { begin, type StoreUnderTest, unique } from '../ports/store-under-test.ts'
import type { SqlStore } from './sql-store.ts'

/** What waits in a store of either engine. */
export const backlogSuite = (
  make: () => Promise<StoreUnderTest & { readonly store: SqlStore; readonly other: SqlStore }>,
): void => {
  describe('the backlog', () => {
    test('mails wait from when they were due, audit lines from when they were written; what is done waits no more', async () => {
      const under = await make()
      const nothing = { waiting: 0, oldest: 0 }
      while ((await under.store.audit.seal(200)) > 0);
      expect(await under.store.backlog()).toEqual({ outbox: nothing, audit: nothing })
      const { stored, enrollment } = await begin(under)
      const id = unique('mail')
      await under.store.enrollments.save(stored, enrollment, {
        audit: [{ type: 'code.sent', data: {} }],
        mail: [{ id, sealed: 'sealed', usefulFor: hour }],
      })
      under.advance(5 * minute)
      const { outbox, audit } = await under.other.backlog()
      expect([outbox.waiting, audit.waiting]).toEqual([1, 1])
      expect(outbox.oldest).toBeGreaterThanOrEqual(5 * minute)
      expect(audit.oldest).toBeGreaterThanOrEqual(5 * minute)
      // One that is being sent is due when its lease has run out.
      await under.store.outbox.due(1, minute)
      expect((await under.store.backlog()).outbox).toEqual({ waiting: 1, oldest: 0 })
      await under.store.outbox.sent(id)
      await under.store.audit.seal(200)
      expect(await under.store.backlog()).toEqual({ outbox: nothing, audit: nothing })
    })
  })
}

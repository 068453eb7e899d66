import { describe, expect, test } from 'vitest'
import type { Stored } from './enrollment-store.ts'
import { minute } from './durations.ts'
import { aCode, choosing, waitingForCode } from './store-fixtures.ts'
import { begin, type MakeStore, type StoreUnderTest, unique } from './store-under-test.ts'

const mailed = async (under: StoreUnderTest, accountId = 'acme') => {
  const { stored, enrollment } = await begin(under, { accountId })
  const codeId = unique('code')
  const saved = await under.store.enrollments.save(
    stored,
    { ...enrollment, state: waitingForCode('ad:corp:ana', codeId) },
    {
      audit: [],
      issueCode: aCode(codeId, stored.now),
      mail: [{ id: `mail-of-${codeId}`, codeId, sealed: 'sealed', usefulFor: 10 * minute }],
    },
  )
  if (saved.kind !== 'saved') throw new Error(saved.kind)
  return { stored: saved.stored, codeId, accountId }
}

/** {@link OneTimeCodes} and what a save does with codes (STANDARD 5.2). */
export const oneTimeCodesSuite = (make: MakeStore): void => {
  describe('one-time codes', () => {
    test('a try is counted before anything can be compared', async () => {
      const under = await make()
      const { codeId, accountId } = await mailed(under)
      expect(await under.store.codes.countTry(accountId, codeId)).toMatchObject({
        kind: 'counted',
        code: { id: codeId, digest: `digest-of-${codeId}`, tries: 1, triesAllowed: 5 },
      })
    })

    test('of a hundred tries at once five are counted', async () => {
      const under = await make()
      const { codeId, accountId } = await mailed(under)
      const tries = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? under.store : under.other).codes.countTry(accountId, codeId),
        ),
      )
      expect(tries.filter((tried) => tried?.kind === 'counted')).toHaveLength(5)
      expect(tries.filter((tried) => tried?.kind === 'exhausted')).toHaveLength(95)
    })

    test('a code ends with its lifetime by the store’s clock', async () => {
      const under = await make()
      const { codeId, accountId, stored } = await mailed(under)
      under.advance(10 * minute)
      expect(await under.store.codes.countTry(accountId, codeId)).toEqual({ kind: 'expired' })
      expect(await under.store.enrollments.save(stored, stored.enrollment, { audit: [], consumeCode: codeId })).toEqual(
        { kind: 'conflict' },
      )
    })

    test('why nothing was counted is said of this code, not of another', async () => {
      const under = await make()
      const [used, expired] = [await mailed(under), await mailed(under)]
      await under.store.enrollments.save(
        used.stored,
        { ...used.stored.enrollment, state: choosing('ad:corp:ana') },
        { audit: [], consumeCode: used.codeId },
      )
      under.advance(10 * minute)
      expect(await under.store.codes.countTry('acme', used.codeId)).toEqual({ kind: 'used' })
      expect(await under.store.codes.countTry('acme', expired.codeId)).toEqual({ kind: 'expired' })
      expect(await under.store.codes.countTry('acme', 'no such code')).toBeUndefined()
    })

    test('another account’s code does not exist, and no try is taken from it', async () => {
      const under = await make()
      const { codeId, accountId } = await mailed(under)
      expect(await under.store.codes.countTry('other', codeId)).toBeUndefined()
      expect(await under.store.codes.countTry(accountId, codeId)).toMatchObject({ code: { tries: 1 } })
    })

    test('a code is used once: the second use is a conflict, and its digits are wiped', async () => {
      const under = await make()
      const { codeId, accountId, stored } = await mailed(under)
      const next = { ...stored.enrollment, state: choosing('ad:corp:ana') }
      const saved = await under.store.enrollments.save(stored, next, { audit: [], consumeCode: codeId })
      if (saved.kind !== 'saved') throw new Error(saved.kind)
      expect(await under.store.codes.countTry(accountId, codeId)).toEqual({ kind: 'used' })
      expect(
        await under.store.enrollments.save(saved.stored, next, {
          audit: [{ type: 'code.ok', data: {} }],
          consumeCode: codeId,
        }),
      ).toEqual({ kind: 'conflict' })
      expect(await under.store.administration.audit({ accountId, enrollmentId: next.id, most: 10 })).toEqual([])
    })

    test('a conflict over the code leaves the enrollment as it was', async () => {
      const under = await make()
      const { stored } = await mailed(under)
      const next = { ...stored.enrollment, state: choosing('ad:corp:ana') }
      expect(await under.store.enrollments.save(stored, next, { audit: [], consumeCode: 'no such code' })).toEqual({
        kind: 'conflict',
      })
      expect(await under.store.administration.findEnrollment(next.id)).toMatchObject({
        enrollment: stored.enrollment,
        version: stored.version,
      })
    })

    test('another enrollment’s code cannot be consumed', async () => {
      const under = await make()
      const [mine, theirs] = [await mailed(under), await mailed(under)]
      const next = { ...mine.stored.enrollment, state: choosing('ad:corp:ana') }
      expect(await under.store.enrollments.save(mine.stored, next, { audit: [], consumeCode: theirs.codeId })).toEqual({
        kind: 'conflict',
      })
      expect(await under.store.codes.countTry('acme', theirs.codeId)).toMatchObject({ kind: 'counted' })
    })

    test('a new code kills the old one', async () => {
      const under = await make()
      const { codeId, accountId, stored } = await mailed(under)
      const fresh = unique('code')
      await under.store.enrollments.save(
        stored,
        { ...stored.enrollment, state: waitingForCode('ad:corp:ana', fresh) },
        { audit: [], issueCode: aCode(fresh, stored.now) },
      )
      expect(await under.store.codes.countTry(accountId, codeId)).toEqual({ kind: 'used' })
      expect(await under.store.codes.countTry(accountId, fresh)).toMatchObject({ kind: 'counted' })
    })

    const leaving: readonly (readonly [
      string,
      (under: StoreUnderTest, from: Stored, codeId: string) => Promise<unknown>,
    ])[] = [
      [
        'its code has a successor',
        ({ store }, from) => {
          const fresh = unique('code')
          return store.enrollments.save(
            from,
            { ...from.enrollment, state: waitingForCode('ad:corp:ana', fresh) },
            { audit: [], issueCode: aCode(fresh, from.now) },
          )
        },
      ],
      [
        'its code was used',
        ({ store }, from, consumeCode) =>
          store.enrollments.save(
            from,
            { ...from.enrollment, state: choosing('ad:corp:ana') },
            { audit: [], consumeCode },
          ),
      ],
      [
        'the step is shut',
        ({ store }, from) =>
          store.enrollments.save(
            from,
            { ...from.enrollment, state: { kind: 'refused', because: 'code-exhausted', proven: ['password'] } },
            { audit: [] },
          ),
      ],
      [
        'the name was changed',
        ({ store }, from) =>
          store.enrollments.save(from, { ...from.enrollment, state: { kind: 'identifying' } }, { audit: [] }),
      ],
      ['the person starts over', ({ store }, from) => store.enrollments.abandon(from, [])],
    ]

    test.each(leaving)('a mail that waits is not sent any more where %s, and no other is lost', async (_why, leave) => {
      const under = await make()
      const [mine, theirs, third] = [await mailed(under), await mailed(under), await mailed(under)]
      await under.store.outbox.deferred(`mail-of-${third.codeId}`, minute, '450')
      await leave(under, mine.stored, mine.codeId)
      expect(await under.store.codes.countTry('acme', mine.codeId)).toEqual({ kind: 'used' })
      expect((await under.other.outbox.due(10, minute)).map(({ id }) => id)).toEqual([`mail-of-${theirs.codeId}`])
      await leave(under, third.stored, third.codeId)
      await under.store.outbox.deferred(`mail-of-${third.codeId}`, minute, '450 once more')
      await under.store.outbox.sent(`mail-of-${theirs.codeId}`)
      under.advance(2 * minute)
      expect(await under.store.outbox.due(10, minute)).toEqual([])
    })

    test('a code lives on while its enrollment waits for it', async () => {
      const under = await make()
      const { stored, codeId } = await mailed(under)
      await under.store.enrollments.save(stored, { ...stored.enrollment, activeAt: stored.now + 1 }, { audit: [] })
      expect(await under.store.codes.countTry('acme', codeId)).toMatchObject({ kind: 'counted' })
      expect(await under.store.outbox.due(10, minute)).toHaveLength(1)
    })
  })
}

import { describe, expect, test } from 'vitest'
import { minute } from './durations.ts'
import type { Stored } from './enrollment-store.ts'
import type { Taking } from './hand-over-store.ts'
import { choosing } from './store-fixtures.ts'
import { begin, type MakeStore, type StoreUnderTest, unique } from './store-under-test.ts'

const by = { device: 'iphone', browser: 'safari' } as const
const lifetime = 2 * minute

const offering = async (under: StoreUnderTest) => {
  const begun = await begin(under)
  const code = unique('code')
  const end = await under.store.handOvers.offer(begun.stored, code, lifetime, [{ type: 'hand-over.offered', data: {} }])
  return { ...begun, code, end }
}

const taking = (): Taking => ({ takerDigest: unique('taker'), number: '47', by, lifetime })

const taken = async (under: StoreUnderTest) => {
  const offered = await offering(under)
  const { takerDigest } = taking()
  await under.store.handOvers.take(offered.code, { ...taking(), takerDigest }, [{ type: 'hand-over.taken', data: by }])
  return { ...offered, takerDigest }
}

const confirm = ({ store }: Pick<StoreUnderTest, 'store'>, stored: Stored, takerDigest: string, watcher: string) =>
  store.enrollments.save(stored, stored.enrollment, {
    audit: [{ type: 'hand-over.confirmed', data: by }],
    rotate: { cookieDigest: unique('next'), grace: 20 * minute },
    handOver: { takerDigest, watcherDigest: watcher, by },
  })

const auditOf = async ({ store }: StoreUnderTest, enrollmentId: string) =>
  (await store.administration.audit({ enrollmentId, most: 100 })).map(({ type }) => type)

/** {@link HandOverStore}, and the saving that ends a hand-over. */
export const handOverSuite = (make: MakeStore): void => {
  describe('hand-overs to another device', () => {
    test('an offer is found by its code and by its enrollment, until its time is over', async () => {
      const under = await make()
      const { code, enrollment, end } = await offering(under)
      expect((await under.other.handOvers.offered(code))?.enrollment.id).toBe(enrollment.id)
      expect(await under.other.handOvers.of('acme', enrollment.id)).toEqual({ kind: 'offered', expiresAt: end })
      expect(await under.store.handOvers.of('other', enrollment.id)).toBeUndefined()
      expect(await under.store.handOvers.offered('another code')).toBeUndefined()
      under.advance(lifetime)
      expect(await under.store.handOvers.offered(code)).toBeUndefined()
      expect(await under.store.handOvers.of('acme', enrollment.id)).toBeUndefined()
      expect(await under.store.handOvers.take(code, taking(), [])).toBeUndefined()
    })

    test('an offer is something that the person did; taking it is not', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      under.advance(5 * minute)
      const code = unique('code')
      await under.store.handOvers.offer(stored, code, lifetime, [])
      const active = (await under.store.enrollments.load(cookie))?.enrollment.activeAt ?? 0
      expect(active).toBeGreaterThanOrEqual(enrollment.activeAt + 5 * minute)
      under.advance(minute)
      await under.store.handOvers.take(code, taking(), [])
      expect((await under.store.enrollments.load(cookie))?.enrollment.activeAt).toBe(active)
    })

    test('another offer ends the one before, taken or not', async () => {
      const under = await make()
      const { stored, code, takerDigest } = await taken(under)
      const second = unique('code')
      await under.store.handOvers.offer(stored, second, lifetime, [])
      expect(await under.store.handOvers.taken(takerDigest)).toBeUndefined()
      await under.store.handOvers.offer(stored, unique('code'), lifetime, [])
      expect(await under.store.handOvers.take(code, taking(), [])).toBeUndefined()
      expect(await under.store.handOvers.take(second, taking(), [])).toBeUndefined()
    })

    test('of fifty who have the code one takes it, and only that is audited', async () => {
      const under = await make()
      const { code, enrollment } = await offering(under)
      const tries = Array.from({ length: 50 }, taking)
      const ends = await Promise.all(
        tries.map((one, index) =>
          (index % 2 === 0 ? under.store : under.other).handOvers.take(code, one, [
            { type: 'hand-over.taken', data: { index } },
          ]),
        ),
      )
      const winners = ends.flatMap((end, index) => (end === undefined ? [] : [index]))
      expect(winners).toHaveLength(1)
      const audit = await under.store.administration.audit({ enrollmentId: enrollment.id, most: 100 })
      expect(audit.flatMap(({ type, data }) => (type === 'hand-over.taken' ? [data['index']] : []))).toEqual(winners)
      const winner = tries[winners[0] ?? -1]?.takerDigest
      expect(await under.store.handOvers.of('acme', enrollment.id)).toMatchObject({
        kind: 'taken',
        takerDigest: winner,
      })
    })

    test('who took it waits with a number and a time of its own', async () => {
      const under = await make()
      const { code } = await offering(under)
      under.advance(lifetime - 1000)
      const one = taking()
      const end = await under.store.handOvers.take(code, one, [])
      under.advance(minute)
      const { takerDigest, number } = one
      const found = { kind: 'taken', takerDigest, number, by, expiresAt: end }
      expect(await under.other.handOvers.taken(takerDigest)).toEqual(found)
      expect(await under.other.handOvers.taken('nobody')).toBeUndefined()
      under.advance(minute)
      expect(await under.store.handOvers.taken(takerDigest)).toBeUndefined()
    })

    test('a refusal ends it once, with its audit line, and only where it is that taker’s', async () => {
      const under = await make()
      const { enrollment, takerDigest } = await taken(under)
      const line = [{ type: 'hand-over.refused', data: { because: 'unwanted' } }] as const
      expect(await under.store.handOvers.refuse('acme', enrollment.id, 'somebody else', line)).toBe(false)
      expect(await under.store.handOvers.refuse('other', enrollment.id, takerDigest, line)).toBe(false)
      expect(await under.store.handOvers.taken(takerDigest)).toBeDefined()
      expect(await under.store.handOvers.refuse('acme', enrollment.id, takerDigest, line)).toBe(true)
      expect(await under.store.handOvers.refuse('acme', enrollment.id, undefined, line)).toBe(false)
      expect(await under.store.handOvers.taken(takerDigest)).toBeUndefined()
      expect((await auditOf(under, enrollment.id)).filter((type) => type === 'hand-over.refused')).toHaveLength(1)
    })

    test('confirmed, the taker has the enrollment and the first device only looks on', async () => {
      const under = await make()
      const { stored, cookie, enrollment, takerDigest } = await taken(under)
      expect(await under.store.handOvers.watched(cookie)).toBeUndefined()
      expect(await confirm(under, stored, takerDigest, cookie)).toMatchObject({
        kind: 'saved',
        stored: { rotation: 1 },
      })
      expect(await under.other.enrollments.load(cookie)).toBeUndefined()
      expect((await under.other.enrollments.load(takerDigest))?.enrollment.id).toBe(enrollment.id)
      const watched = await under.other.handOvers.watched(cookie)
      expect(watched).toMatchObject({ by, stored: { enrollment: { id: enrollment.id }, version: stored.version + 1 } })
      expect(await under.store.handOvers.of('acme', enrollment.id)).toBeUndefined()
    })

    test('confirming also ends a cookie before the present one', async () => {
      const under = await make()
      const begun = await begin(under)
      const present = unique('cookie')
      const saved = await under.store.enrollments.save(begun.stored, begun.enrollment, {
        audit: [],
        rotate: { cookieDigest: present, grace: 2 * minute },
      })
      if (saved.kind !== 'saved') throw new Error(saved.kind)
      const [code, one] = [unique('code'), taking()]
      await under.store.handOvers.offer(saved.stored, code, lifetime, [])
      await under.store.handOvers.take(code, one, [])
      expect(await confirm(under, saved.stored, one.takerDigest, begun.cookie)).toMatchObject({ kind: 'saved' })
      expect(await under.store.enrollments.load(begun.cookie)).toBeUndefined()
      expect(await under.store.enrollments.load(present)).toBeUndefined()
      expect(await under.store.enrollments.load(one.takerDigest)).toBeDefined()
    })

    test.each(['refused', 'expired', 'taken by another'])('%s, it cannot be confirmed any more', async (how) => {
      const under = await make()
      const { stored, cookie, enrollment, takerDigest } = await taken(under)
      if (how === 'refused') await under.store.handOvers.refuse('acme', enrollment.id, undefined, [])
      if (how === 'expired') under.advance(lifetime)
      const word = how === 'taken by another' ? 'another taker' : takerDigest
      expect(await confirm(under, stored, word, cookie)).toEqual({ kind: 'conflict' })
      expect(await under.store.enrollments.load(cookie)).toMatchObject({ version: stored.version, rotation: 0 })
      expect(await under.store.handOvers.watched(cookie)).toBeUndefined()
      expect(await auditOf(under, enrollment.id)).not.toContain('hand-over.confirmed')
    })

    test('of twenty confirmations at once one counts', async () => {
      const under = await make()
      const { stored, cookie, takerDigest } = await taken(under)
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          confirm({ store: index % 2 === 0 ? under.store : under.other }, stored, takerDigest, cookie),
        ),
      )
      expect(all.filter(({ kind }) => kind === 'saved')).toHaveLength(1)
    })

    test('an enrollment that was given up has no hand-over and no watcher', async () => {
      const under = await make()
      const { stored, code, enrollment } = await offering(under)
      await under.store.enrollments.abandon(stored, [])
      expect(await under.store.handOvers.offered(code)).toBeUndefined()
      expect(await under.store.handOvers.take(code, taking(), [])).toBeUndefined()
      expect(await under.store.handOvers.of('acme', enrollment.id)).toBeUndefined()
      expect(await under.store.handOvers.offer(stored, unique('code'), lifetime, [])).toBeUndefined()

      const second = await taken(under)
      const proven = { ...second.stored, enrollment: { ...second.enrollment, state: choosing('ad:corp:ana') } }
      const saved = await confirm(under, proven, second.takerDigest, second.cookie)
      if (saved.kind !== 'saved') throw new Error(saved.kind)
      await under.store.enrollments.abandon(saved.stored, [])
      expect(await under.store.handOvers.watched(second.cookie)).toBeUndefined()
    })

    test('what is over is forgotten; a watcher looks on for a day', async () => {
      const under = await make()
      const { stored, cookie, takerDigest } = await taken(under)
      await confirm(under, stored, takerDigest, cookie)
      under.advance(23 * 60 * minute)
      await under.store.prune()
      expect(await under.store.handOvers.watched(cookie)).toBeDefined()
      under.advance(61 * minute)
      await under.store.prune()
      expect(await under.store.handOvers.watched(cookie)).toBeUndefined()
    })
  })
}

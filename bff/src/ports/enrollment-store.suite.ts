import { describe, expect, test } from 'vitest'
import { hour, minute } from './durations.ts'
import { aCode, choosing, waitingForCode } from './store-fixtures.ts'
import { begin, type MakeStore, unique } from './store-under-test.ts'

/** {@link EnrollmentStore}: the row, its version and its cookies. */
export const enrollmentStoreSuite = (make: MakeStore): void => {
  describe('enrollment store', () => {
    test('an enrollment is found by its cookie, as it was created, with the store’s clock', async () => {
      const under = await make()
      const { enrollment, cookie, stored } = await begin(under, { invitation: { id: 'r1', platform: 'ios' } })
      const loaded = await under.store.enrollments.load(cookie)
      expect(loaded).toMatchObject({ enrollment, version: stored.version, rotation: 0 })
      expect(loaded?.enrollment).toStrictEqual(enrollment)
      expect(loaded?.now).toBeGreaterThanOrEqual(enrollment.startedAt)
      expect(await under.store.enrollments.load('cookie of nobody')).toBeUndefined()
    })

    test('a save gives the next version, and what a reader then finds', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const activeAt = enrollment.activeAt + minute
      const next = { ...enrollment, activeAt, codes: 2, state: choosing('ad:corp:ana') }
      const saved = await under.store.enrollments.save(stored, next, { audit: [] })
      expect(saved).toMatchObject({ kind: 'saved', stored: { enrollment: next, version: stored.version + 1 } })
      expect(await under.other.enrollments.load(cookie)).toMatchObject({
        enrollment: next,
        version: stored.version + 1,
      })
    })

    test('of fifty saves from one version one wins, and only its companions are written', async () => {
      const under = await make()
      const { stored, enrollment } = await begin(under)
      const saves = Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? under.store : under.other).enrollments.save(
          stored,
          { ...enrollment, activeAt: enrollment.activeAt + index },
          {
            audit: [{ type: 'auth.password.fail', data: { index } }],
            mail: [{ id: unique('mail'), sealed: 'sealed', usefulFor: hour }],
          },
        ),
      )
      const results = await Promise.all(saves)
      const winners = results.flatMap((result) =>
        result.kind === 'saved' ? [result.stored.enrollment.activeAt - enrollment.activeAt] : [],
      )
      expect(winners).toHaveLength(1)
      expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(49)
      const audit = await under.store.administration.audit({ enrollmentId: enrollment.id, most: 100 })
      expect(audit.map(({ data }) => data['index'])).toEqual(winners)
      expect(await under.store.outbox.due(100, minute)).toHaveLength(1)
    })

    test('more time is the whole lifetime from now, as often as allowed', async () => {
      const under = await make()
      const { stored, cookie } = await begin(under)
      const rules = { lifetime: hour, extensions: 2 }
      under.advance(15 * minute)
      const extended = await under.store.enrollments.extend(stored, rules, [{ type: 'enroll.extended', data: {} }])
      const loaded = await under.other.enrollments.load(cookie)
      expect(loaded?.enrollment).toStrictEqual(extended?.enrollment)
      expect(loaded?.enrollment).toMatchObject({ extensions: 1 })
      expect((loaded?.enrollment.endsAt ?? 0) - (loaded?.enrollment.activeAt ?? 0)).toBe(hour)
      const more = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? under.store : under.other).enrollments.extend(stored, rules, []),
        ),
      )
      expect(more.filter((each) => each !== undefined)).toHaveLength(1)
      const audit = await under.store.administration.audit({ enrollmentId: stored.enrollment.id, most: 9 })
      expect(audit.filter(({ type }) => type === 'enroll.extended')).toHaveLength(1)
    })

    test('more time takes nothing from what was submitted meanwhile, and is not taken back by it', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      under.advance(10 * minute)
      const extended = await under.store.enrollments.extend(stored, { lifetime: hour, extensions: 9 }, [])
      const next = { ...enrollment, state: choosing('ad:corp:ana') }
      expect(await under.store.enrollments.save(stored, next, { audit: [] })).toMatchObject({ kind: 'saved' })
      expect((await under.other.enrollments.load(cookie))?.enrollment).toMatchObject({
        state: next.state,
        endsAt: extended?.enrollment.endsAt,
        extensions: 1,
      })
    })

    test('a closed enrollment gets no more time', async () => {
      const under = await make()
      const { stored } = await begin(under)
      await under.store.enrollments.abandon(stored, [])
      expect(await under.store.enrollments.extend(stored, { lifetime: hour, extensions: 9 }, [])).toBeUndefined()
    })

    test('a save under another account’s name is a conflict and changes nothing', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const foreign = { ...enrollment, accountId: 'other', state: choosing('ad:corp:eve') }
      expect(await under.store.enrollments.save({ ...stored, enrollment: foreign }, foreign, { audit: [] })).toEqual({
        kind: 'conflict',
      })
      expect((await under.store.enrollments.load(cookie))?.enrollment).toStrictEqual(enrollment)
      expect(await under.store.administration.audit({ accountId: 'other', most: 10 })).toEqual([])
    })

    test('the waiting code is shown with its tries, its times and how its mail fares', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const [codeId, mailId] = [unique('code'), unique('mail')]
      const code = aCode(codeId, stored.now)
      const saved = await under.store.enrollments.save(
        stored,
        { ...enrollment, state: waitingForCode('ad:corp:ana', codeId) },
        { audit: [], issueCode: code, mail: [{ id: mailId, codeId, sealed: 'sealed', usefulFor: 10 * minute }] },
      )
      const view = { expiresAt: code.expiresAt, resendAt: code.issuedAt + minute, triesLeft: 5, delivery: 'queued' }
      expect(saved).toMatchObject({ kind: 'saved', stored: { code: view } })
      expect((await under.store.enrollments.load(cookie))?.code).toEqual(view)
      await under.store.codes.countTry('acme', codeId)
      await under.store.outbox.deferred(mailId, 5000, '450')
      expect((await under.store.enrollments.load(cookie))?.code).toEqual({ ...view, triesLeft: 4, delivery: 'delayed' })
      await under.store.outbox.sent(mailId)
      expect((await under.store.enrollments.load(cookie))?.code?.delivery).toBe('sent')
    })

    test('a code whose mail nobody sent in time shows as failed', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      const codeId = unique('code')
      await under.store.enrollments.save(
        stored,
        { ...enrollment, state: waitingForCode('ad:corp:ana', codeId) },
        {
          audit: [],
          issueCode: aCode(codeId, stored.now),
          mail: [{ id: unique('mail'), codeId, sealed: 'sealed', usefulFor: minute }],
        },
      )
      under.advance(2 * minute)
      expect((await under.store.enrollments.load(cookie))?.code?.delivery).toBe('failed')
    })

    test('an audit line by itself is kept with its account, its enrollment and the store’s time', async () => {
      const under = await make()
      const { enrollment } = await begin(under)
      await under.store.enrollments.record('acme', enrollment.id, [
        { type: 'auth.password.fail', data: { user: 'p5eud0nym', tries: 2, known: false } },
      ])
      const [line] = await under.store.administration.audit({ accountId: 'acme', most: 1 })
      expect(line).toMatchObject({
        accountId: 'acme',
        enrollmentId: enrollment.id,
        type: 'auth.password.fail',
        data: { user: 'p5eud0nym', tries: 2, known: false },
      })
      expect(line?.at).toBeGreaterThanOrEqual(enrollment.startedAt)
      expect(await under.store.administration.audit({ accountId: 'other', most: 1 })).toEqual([])
    })

    test('a failed try is activity, and no change that another save would miss', async () => {
      const under = await make()
      const { stored, enrollment, cookie } = await begin(under)
      under.advance(5 * minute)
      await under.store.enrollments.record('other', enrollment.id, [{ type: 'auth.password.fail', data: {} }])
      expect((await under.store.enrollments.load(cookie))?.enrollment.activeAt).toBe(enrollment.activeAt)
      await under.store.enrollments.record('acme', enrollment.id, [{ type: 'auth.password.fail', data: {} }])
      expect((await under.store.enrollments.load(cookie))?.enrollment.activeAt).toBeGreaterThanOrEqual(
        stored.now + 5 * minute,
      )
      expect((await under.store.enrollments.save(stored, enrollment, { audit: [] })).kind).toBe('saved')
    })

    test('ended enrollments are found until retention forgets them', async () => {
      const under = await make()
      const { cookie } = await begin(under)
      under.advance(25 * hour)
      await under.store.prune()
      expect(await under.store.enrollments.load(cookie)).toBeDefined()
      under.advance(31 * 24 * hour)
      await under.store.prune()
      expect(await under.store.enrollments.load(cookie)).toBeUndefined()
    })
  })
}

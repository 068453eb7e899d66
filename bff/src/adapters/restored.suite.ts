import { describe, expect, test } from 'vitest'
import { deployment } from '../domain/audit-events.ts'
import { hour, minute } from '../ports/durations.ts'
import { aCode, aDevice, anAccount, choosing, enrolled, waitingForCode } from '../ports/store-fixtures.ts'
import { begin, unique } from '../ports/store-under-test.ts'
import type { SqlStore } from './sql-store.ts'

export type RestoredUnderTest = { readonly store: SqlStore; advance(ms: number): void }

const by = { device: 'iphone', browser: 'safari' } as const
const plain = { told: { version: '1.0.0' }, endRequests: false }

/** {@link SqlStore.endInFlight}. `make` gives an empty store that has answered nothing yet. */
export const restoredSuite = (make: () => Promise<RestoredUnderTest>): void => {
  const withOpenCode = async () => {
    const { store, advance } = await make()
    await store.administration.claimProfile('production')
    const { stored, enrollment, cookie } = await begin({ store, other: store, advance })
    const codeId = unique('code')
    await store.enrollments.save(
      stored,
      { ...enrollment, state: waitingForCode('ad:corp:ana', codeId) },
      {
        audit: [],
        issueCode: aCode(codeId, stored.now),
        mail: [{ id: unique('mail'), codeId, sealed: 'sealed', usefulFor: 10 * minute }],
        rotate: { cookieDigest: unique('next'), grace: 2 * minute },
        provenOpen: { userKey: 'ad:corp:ana', most: 3 },
      },
    )
    return { store, advance, enrollment, cookie, codeId }
  }

  describe('a store of the past', () => {
    test('knows no cookie any more, neither the present one nor the one before', async () => {
      const { store, cookie, enrollment } = await withOpenCode()
      expect(await store.enrollments.load(cookie)).toBeDefined()
      expect(await store.endInFlight(plain)).toMatchObject({ closed: 1 })
      expect(await store.enrollments.load(cookie)).toBeUndefined()
      const record = await store.administration.findEnrollment(enrollment.id)
      expect(record?.closedAt).toBeGreaterThan(0)
      // Whoever had loaded it before writes nothing.
      expect(record?.version).toBe(3)
    })

    test('takes no code that was mailed before, and mails none that waited', async () => {
      const { store, codeId } = await withOpenCode()
      expect(await store.endInFlight(plain)).toMatchObject({ codes: 1, mails: 1 })
      expect(await store.codes.countTry('acme', codeId)).toEqual({ kind: 'used' })
      expect(await store.outbox.due(5, minute)).toEqual([])
    })

    test('has no hand-over under way', async () => {
      const { store, advance } = await make()
      const offered = await begin({ store, other: store, advance })
      await store.handOvers.offer(offered.stored, 'an offer', hour, [])
      expect(await store.endInFlight(plain)).toMatchObject({ handOvers: 1 })
      expect(await store.handOvers.offered('an offer')).toBeUndefined()
    })

    test('keeps its devices, whose enrollments were not given up; their cookies end, and those of onlookers', async () => {
      const { store, advance } = await make()
      const { stored, enrollment } = await begin({ store, other: store, advance })
      const earned = await store.enrollments.save(stored, { ...enrollment, state: choosing('ad:ana') }, { audit: [] })
      if (earned.kind !== 'saved') throw new Error(earned.kind)
      await store.handOvers.offer(earned.stored, 'a code', hour, [])
      await store.handOvers.take('a code', { takerDigest: 'a taker', number: '47', by, lifetime: hour }, [])
      const handedOver = await store.enrollments.save(earned.stored, earned.stored.enrollment, {
        audit: [],
        rotate: { cookieDigest: 'the cookie of the taker', grace: minute },
        handOver: { takerDigest: 'a taker', watcherDigest: 'a watcher', by },
      })
      if (handedOver.kind !== 'saved') throw new Error(handedOver.kind)
      const device = aDevice(unique('device'), stored.now)
      await store.enrollments.save(
        handedOver.stored,
        { ...enrollment, state: enrolled('ad:ana', device) },
        { audit: [], device: { device, idempotencyKey: 'key', bodyDigest: 'digest' } },
      )
      expect(await store.handOvers.watched('a watcher')).toBeDefined()
      expect(await store.enrollments.load('the cookie of the taker')).toBeDefined()
      expect(await store.endInFlight(plain)).toMatchObject({ closed: 0 })
      expect(await store.administration.devices({ most: 9 })).toHaveLength(1)
      expect((await store.administration.findEnrollment(enrollment.id))?.closedAt).toBeUndefined()
      expect(await store.handOvers.watched('a watcher')).toBeUndefined()
      expect(await store.enrollments.load('the cookie of the taker')).toBeUndefined()
    })

    test('tries nobody’s password until the slowest directory has forgotten what it counted since', async () => {
      const { store, advance } = await make()
      await store.administration.claimProfile('production')
      const directories = [{ id: 'main', urls: ['ldaps://dc1.corp.example.test'], lockoutWindowMinutes: 120 }]
      await store.administration.applyAccounts([anAccount('acme'), anAccount('other', { directories })])
      await store.endInFlight(plain)
      const refused = await store.budget.reserve(['ad|dc1|ana'], 4, hour)
      expect(refused.ok ? 0 : refused.retryAfter).toBeGreaterThan(120 * 60)
      advance(120 * minute)
      expect(await store.budget.reserve(['ad|dc1|ana'], 4, hour)).toMatchObject({ ok: false })
      advance(minute)
      expect(await store.budget.reserve(['ad|dc1|ana'], 4, hour)).toMatchObject({ ok: true })
      expect(await store.budget.reserve(['ad|dc1|ana'], 4, hour)).toMatchObject({ ok: true })
    })

    test('waits for no directory where there is none, or where its last server ended long ago', async () => {
      const { store, advance } = await make()
      await store.administration.claimProfile('production')
      expect(await store.endInFlight(plain)).toMatchObject({ triesFrom: null })
      await store.administration.applyAccounts([anAccount('acme')])
      advance(2 * hour)
      const lastServed = (await store.enrollments.now()) - 2 * hour
      expect(await store.endInFlight({ ...plain, lastServed })).toMatchObject({ triesFrom: lastServed + 61 * minute })
      expect(await store.budget.reserve(['ad|dc1|ana'], 4, hour)).toMatchObject({ ok: true })
    })

    test('keeps its invitations, or ends them where that is asked for', async () => {
      const { store } = await make()
      await store.administration.applyAccounts([anAccount('acme')])
      await store.administration.createRequest('acme', { id: 'r1' }, hour)
      expect(await store.endInFlight(plain)).toMatchObject({ requests: 0 })
      expect(await store.accounts.findRequest('acme', 'r1')).toBeDefined()
      expect(await store.endInFlight({ ...plain, endRequests: true })).toMatchObject({ requests: 1 })
      expect(await store.accounts.findRequest('acme', 'r1')).toBeUndefined()
    })

    test('tells in its audit what it is and what has ended, in the chain that goes on', async () => {
      const { store } = await withOpenCode()
      await store.audit.seal(100)
      await store.endInFlight({ ...plain, told: { backupOf: '2026-11-25T10:00:00.000Z' } })
      await store.audit.seal(100)
      expect((await store.administration.audit({ accountId: deployment, most: 9 }))[0]).toMatchObject({
        type: 'store.restored',
        data: { backupOf: '2026-11-25T10:00:00.000Z', closed: 1, codes: 1, mails: 1, handOvers: 0, requests: 0 },
      })
      expect(await store.audit.verify()).toMatchObject({ kind: 'whole', unsealed: { count: 0 } })
    })
  })
}

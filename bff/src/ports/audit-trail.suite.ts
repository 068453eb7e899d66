import { describe, expect, test } from 'vitest'
import { deployment } from '../domain/audit-events.ts'
import type { AuditEvent } from './enrollment-store.ts'
import { hour, minute } from './durations.ts'
import { anAccount } from './store-fixtures.ts'
import { begin, type MakeStore, type StoreUnderTest } from './store-under-test.ts'

const day = 24 * hour
const wrong = (code: string): AuditEvent => ({ type: 'code.wrong', data: { code } })

const write = async ({ store }: StoreUnderTest, count: number, accountId = 'acme') => {
  for (let index = 0; index < count; index += 1) await store.audit.append(accountId, [wrong(`c${index}`)])
}
const all = ({ store }: StoreUnderTest) => store.audit.lines({ most: 1000 })
const numbers = async (under: StoreUnderTest) => (await all(under)).map(({ seal }) => seal?.sequence)

/** {@link AuditTrail}: lines, their chain, and what retention leaves of it. */
export const auditTrailSuite = (make: MakeStore): void => {
  describe('the audit trail', () => {
    test('takes lines of an enrollment, of an account and of the deployment', async () => {
      const under = await make()
      const { enrollment } = await begin(under)
      await under.store.audit.append('acme', [wrong('c1'), wrong('c2')], enrollment.id)
      await under.store.audit.append('acme', [])
      await under.store.audit.append(deployment, [{ type: 'breaker.open', data: { dependency: 'smtp' } }])
      const lines = await under.store.administration.audit({ most: 10 })
      expect(lines.map(({ accountId, enrollmentId, type }) => [accountId, enrollmentId, type])).toEqual([
        [deployment, undefined, 'breaker.open'],
        ['acme', enrollment.id, 'code.wrong'],
        ['acme', enrollment.id, 'code.wrong'],
      ])
    })

    test('gives lines oldest first, by account and time, page after page without a gap or a repetition', async () => {
      const under = await make()
      const start = await under.store.enrollments.now()
      await write(under, 3)
      under.advance(hour)
      await write(under, 2, 'other')
      await write(under, 4)
      const seen: number[] = []
      for (let after: { at: number; id: number } | undefined; ;) {
        const page = await under.store.audit.lines({
          accountId: 'acme',
          most: 2,
          ...(after === undefined ? {} : { after }),
        })
        if (page.length === 0) break
        seen.push(...page.map(({ id }) => id))
        after = page.at(-1)
      }
      const lines = await all(under)
      expect(seen).toEqual(lines.filter(({ accountId }) => accountId === 'acme').map(({ id }) => id))
      expect(seen).toHaveLength(7)
      expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).toSorted((a, b) => a - b))
      const later = { since: start + 30 * minute, most: 10 }
      expect(await under.store.audit.lines(later)).toHaveLength(6)
      expect(await under.store.audit.lines({ ...later, accountId: 'other' })).toHaveLength(2)
      expect(await under.store.audit.lines({ until: start + 30 * minute, most: 10 })).toHaveLength(3)
      const exactly = lines[0]?.at ?? 0
      expect((await under.store.audit.lines({ since: exactly, most: 10 })).length).toBe(9)
      expect((await under.store.audit.lines({ until: exactly, most: 10 })).length).toBe(0)
    })
  })

  describe('sealing', () => {
    test('numbers the lines in their order, a batch at a time, until none is left', async () => {
      const under = await make()
      await write(under, 5)
      expect(await numbers(under)).toEqual(Array(5).fill(undefined))
      expect(await under.store.audit.seal(3)).toBe(3)
      expect(await numbers(under)).toEqual([1, 2, 3, undefined, undefined])
      expect(await under.store.audit.seal(3)).toBe(2)
      expect(await under.store.audit.seal(3)).toBe(0)
      await write(under, 1)
      expect(await under.store.audit.seal(3)).toBe(1)
      expect(await numbers(under)).toEqual([1, 2, 3, 4, 5, 6])
    })

    test('chains each line to the one before, and changes nothing else of it', async () => {
      const under = await make()
      await under.store.administration.applyAccounts([anAccount('acme')])
      await write(under, 2)
      const before = await all(under)
      under.advance(minute)
      await under.store.audit.seal(10)
      const lines = await all(under)
      expect(lines.map(({ seal: _, ...line }) => line)).toEqual(before)
      const [first, second] = lines.map(({ seal }) => seal)
      expect(first).toMatchObject({ previousHash: '', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
      expect(second?.previousHash).toBe(first?.hash)
      expect((first?.at ?? 0) - (lines[0]?.at ?? 0)).toBeGreaterThanOrEqual(minute)
    })

    test('by many sealers at once gives each line one number, and lines written meanwhile theirs', async () => {
      const under = await make()
      await write(under, 40)
      const sealers = Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? under.store : under.other).audit.seal(7),
      )
      const [counts] = await Promise.all([Promise.all(sealers), write(under, 5)])
      let sealed = counts.reduce((sum, count) => sum + count, 0)
      for (let more = 1; more > 0; sealed += more) more = await under.store.audit.seal(7)
      // None twice.
      expect(sealed).toBe(45)
      const given = await numbers(under)
      expect(given.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 45 }, (_, index) => index + 1))
      expect(await under.other.audit.verify()).toMatchObject({ kind: 'whole', sealed: 45 })
    })
  })

  describe('verifying', () => {
    test('an empty audit is whole', async () => {
      const { store } = await make()
      expect(await store.audit.verify()).toMatchObject({
        kind: 'whole',
        sealed: 0,
        head: { sequence: 0 },
        unsealed: { count: 0 },
      })
    })

    test('tells the sealed lines, the head, and the unsealed tail with its age', async () => {
      const under = await make()
      await write(under, 3)
      await under.store.audit.seal(10)
      await write(under, 2)
      under.advance(minute)
      const lines = await all(under)
      const found = await under.store.audit.verify()
      expect(found).toMatchObject({
        kind: 'whole',
        sealed: 3,
        first: lines[0]?.at,
        last: lines[2]?.at,
        head: { sequence: 3, hash: lines[2]?.seal?.hash },
        unsealed: { count: 2, oldest: lines[3]?.at },
      })
      expect(found.kind === 'whole' ? found.now - (found.unsealed.oldest ?? 0) : 0).toBeGreaterThanOrEqual(minute)
    })

    test('knows a head that was noted earlier, and says so when it is another one', async () => {
      const under = await make()
      await write(under, 2)
      await under.store.audit.seal(10)
      const found = await under.store.audit.verify()
      const noted = found.kind === 'whole' ? found.head : { sequence: 0, hash: '' }
      await write(under, 2)
      await under.store.audit.seal(10)
      expect(await under.store.audit.verify(noted)).toMatchObject({ kind: 'whole', head: { sequence: 4 } })
      expect(await under.store.audit.verify({ ...noted, hash: 'another' })).toEqual({
        kind: 'broken',
        sequence: 2,
        why: 'not-the-noted',
      })
    })
  })

  describe('retention of the audit', () => {
    test('takes sealed lines of more than 400 days from the beginning; what is left is whole, and goes on', async () => {
      const under = await make()
      await write(under, 3)
      await under.store.audit.seal(10)
      under.advance(300 * day)
      await write(under, 2)
      await under.store.audit.seal(10)
      under.advance(101 * day)
      await under.store.prune()
      expect(await numbers(under)).toEqual([4, 5])
      expect(await under.store.audit.verify()).toMatchObject({ kind: 'whole', sealed: 2, anchor: { sequence: 3 } })
      under.advance(300 * day)
      await under.store.prune()
      expect(await all(under)).toEqual([])
      expect(await under.store.audit.verify()).toMatchObject({ kind: 'whole', sealed: 0, head: { sequence: 5 } })
      await write(under, 1)
      await under.store.audit.seal(10)
      expect(await numbers(under)).toEqual([6])
      expect(await under.store.audit.verify()).toMatchObject({ kind: 'whole', sealed: 1, head: { sequence: 6 } })
    })

    test('leaves a line that nobody has sealed yet, however old', async () => {
      const under = await make()
      await write(under, 1)
      under.advance(500 * day)
      await under.store.prune()
      expect(await all(under)).toHaveLength(1)
      await under.store.audit.seal(10)
      await under.store.prune()
      expect(await all(under)).toHaveLength(0)
      expect(await under.store.audit.verify()).toMatchObject({ kind: 'whole', anchor: { sequence: 1 } })
    })

    test('takes as many as there are', async () => {
      const under = await make()
      const lines = Array.from({ length: 350 }, (_, index) => wrong(`c${index}`))
      for (let batch = 0; batch < 4; batch += 1) await under.store.audit.append('acme', lines)
      while ((await under.store.audit.seal(500)) > 0);
      await under.store.audit.append('acme', [wrong('unsealed')])
      under.advance(401 * day)
      await under.store.prune()
      expect(await under.store.audit.verify()).toMatchObject({
        kind: 'whole',
        sealed: 0,
        anchor: { sequence: 1400 },
        unsealed: { count: 1 },
      })
    })
  })
}

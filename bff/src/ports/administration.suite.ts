import { describe, expect, test } from 'vitest'
import { deployment } from '../domain/audit-events.ts'
import { StoreUnavailable } from './store-unavailable.ts'
import { hour, minute } from './durations.ts'
import { anAccount } from './store-fixtures.ts'
import { begin, type MakeStore, unique } from './store-under-test.ts'

/** {@link Administration}: what the operator's command line does. */
export const administrationSuite = (make: MakeStore): void => {
  describe('administration', () => {
    test('applying says what it did, counts versions, and audits what changed', async () => {
      const { store } = await make()
      const apply = async (...accounts: ReturnType<typeof anAccount>[]) => store.administration.applyAccounts(accounts)
      expect(await apply(anAccount('zeta'), anAccount('acme'))).toEqual([
        { id: 'zeta', outcome: 'created', version: 1 },
        { id: 'acme', outcome: 'created', version: 1 },
      ])
      expect(await apply(anAccount('acme'))).toEqual([{ id: 'acme', outcome: 'unchanged', version: 1 }])
      expect(await apply(anAccount('acme', { name: 'New', workflow: 'existing' }))).toEqual([
        { id: 'acme', outcome: 'changed', version: 2 },
      ])
      const audit = await store.administration.audit({ accountId: 'acme', most: 10 })
      expect(audit.map(({ type, data }) => [type, data['version']])).toEqual([
        ['config.change', 2],
        ['config.change', 1],
      ])
      expect(audit[0]?.data['fields']).toBe('name workflow')
    })

    test('a store belongs to the first profile that starts on it', async () => {
      const { store, other } = await make()
      await store.administration.claimProfile('production')
      await other.administration.claimProfile('production')
      await expect(other.administration.claimProfile('demo')).rejects.toThrow(StoreUnavailable)
      await expect(other.administration.claimProfile('demo')).rejects.toThrow('belongs to the profile "production"')
      await store.administration.claimProfile('production')
    })

    test('a key in place of another stands in the audit of the deployment, once', async () => {
      const { store, other } = await make()
      await store.administration.claimProfile('production')
      await store.administration.noteKeys({ codePepper: '1.aaaa', dataKey: '1.bbbb' })
      await other.administration.noteKeys({ codePepper: '1.aaaa', dataKey: '1.bbbb' })
      expect(await store.administration.audit({ most: 9 })).toEqual([])
      const rotated = { codePepper: '2.cccc', dataKey: '1.bbbb', another: 'dddd' }
      await Promise.all([store, other, store].map(({ administration }) => administration.noteKeys(rotated)))
      expect(await store.administration.audit({ most: 9 })).toMatchObject([
        {
          accountId: deployment,
          type: 'key.rotate',
          data: { key: 'codePepper', from: '1.aaaa', to: '2.cccc' },
        },
      ])
    })

    test('accounts are listed by identifier with version and time', async () => {
      const { store } = await make()
      const now = await store.enrollments.now()
      await store.administration.applyAccounts([anAccount('zeta'), anAccount('acme')])
      const listed = await store.administration.accounts()
      expect(listed.map(({ account }) => account.id)).toEqual(['acme', 'zeta'])
      expect(listed[0]?.appliedAt).toBeGreaterThanOrEqual(now)
      expect(await store.administration.account('acme')).toEqual(listed[0])
      expect(await store.administration.account('nobody')).toBeUndefined()
    })

    test('twenty changes at once give twenty versions', async () => {
      const { store, other } = await make()
      const applied = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? store : other).administration.applyAccounts([
            anAccount('acme', { name: `Name ${index}` }),
          ]),
        ),
      )
      expect(
        applied
          .flat()
          .map(({ version }) => version)
          .sort((a, b) => a - b),
      ).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    })

    test('a request belongs to an account that exists, and lists with its time', async () => {
      const { store, advance } = await make()
      await store.administration.applyAccounts([anAccount('acme'), anAccount('other')])
      expect(await store.administration.createRequest('nobody', { id: unique('request') }, hour)).toBeUndefined()
      const first = await store.administration.createRequest('acme', { id: unique('request'), username: 'ana' }, hour)
      expect(first).toMatchObject({ accountId: 'acme', username: 'ana' })
      expect(first === undefined ? 0 : first.expiresAt - first.createdAt).toBe(hour)
      advance(minute)
      const next = await store.administration.createRequest('acme', { id: unique('request') }, hour)
      await store.administration.createRequest('other', { id: unique('request') }, hour)
      expect(await store.administration.requests({ accountId: 'acme', most: 10 })).toEqual([next, first])
      expect(await store.administration.requests({ most: 10 })).toHaveLength(3)
      expect(await store.administration.requests({ most: 1 })).toHaveLength(1)
    })

    test('enrollments list newest first within their account, and are found by reference', async () => {
      const under = await make()
      const { store } = under
      const first = await begin(under, { reference: 'AAAA-AAAA' })
      under.advance(minute)
      const next = await begin(under, { reference: 'AAAA-AAAA' })
      under.advance(minute)
      await begin(under, { accountId: 'other', reference: 'BBBB-BBBB' })
      const listed = await store.administration.enrollments({ accountId: 'acme', most: 10 })
      expect(listed.map(({ enrollment }) => enrollment.id)).toEqual([next.enrollment.id, first.enrollment.id])
      expect((await store.administration.findEnrollment('AAAA-AAAA'))?.enrollment).toStrictEqual(next.enrollment)
      expect((await store.administration.findEnrollment(first.enrollment.id, 'acme'))?.enrollment).toStrictEqual(
        first.enrollment,
      )
      expect(await store.administration.findEnrollment('AAAA-AAAA', 'other')).toBeUndefined()
    })
  })
}

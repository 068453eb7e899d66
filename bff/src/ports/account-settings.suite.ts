import { describe, expect, test } from 'vitest'
import { hour } from './durations.ts'
import { anAccount } from './store-fixtures.ts'
import { begin, type MakeStore, unique } from './store-under-test.ts'

/** {@link AccountSettings}. */
export const accountSettingsSuite = (make: MakeStore): void => {
  describe('account settings', () => {
    test('an account is found exactly as it was applied, closed ones too', async () => {
      const { store, other } = await make()
      const account = anAccount('acme', {
        status: 'closed',
        terms: { version: '1', text: 'Be kind.\nÄÖ 漢' },
        deviceLimit: 3,
      })
      await store.administration.applyAccounts([account])
      expect(await store.accounts.find('acme')).toStrictEqual(account)
      expect(await other.accounts.find('acme')).toStrictEqual(account)
      expect(await store.accounts.find('nobody')).toBeUndefined()
    })

    test('a change is seen by every instance at its next look', async () => {
      const { store, other } = await make()
      await store.administration.applyAccounts([anAccount('acme')])
      await other.accounts.find('acme')
      await store.administration.applyAccounts([anAccount('acme', { name: 'Acme Corporation' })])
      expect((await other.accounts.find('acme'))?.name).toBe('Acme Corporation')
      expect((await store.accounts.find('acme'))?.name).toBe('Acme Corporation')
    })

    test('a change is seen with the next reading of an enrollment, which tells the version of the settings', async () => {
      const under = await make()
      const { store, other } = under
      await store.administration.applyAccounts([anAccount('acme')])
      const { cookie } = await begin(under)
      const find = async () => {
        const read = await other.enrollments.load(cookie)
        return other.accounts.find('acme', read?.settingsVersion)
      }
      expect(await find()).toStrictEqual(anAccount('acme'))
      expect(await find()).toStrictEqual(anAccount('acme'))
      await store.administration.applyAccounts([anAccount('acme', { name: 'Acme Corporation' })])
      expect((await find())?.name).toBe('Acme Corporation')
    })

    test('an enrollment request is found in its account until it expires', async () => {
      const { store, advance } = await make()
      await store.administration.applyAccounts([anAccount('acme'), anAccount('other')])
      const invitation = {
        id: unique('request'),
        username: 'ana',
        domain: 'corp.example.test',
        platform: 'ios',
      } as const
      await store.administration.createRequest('acme', invitation, hour)
      expect(await store.accounts.findRequest('acme', invitation.id)).toStrictEqual(invitation)
      expect(await store.accounts.findRequest('other', invitation.id)).toBeUndefined()
      expect(await store.accounts.findRequest('acme', 'another')).toBeUndefined()
      advance(hour)
      expect(await store.accounts.findRequest('acme', invitation.id)).toBeUndefined()
    })
  })
}

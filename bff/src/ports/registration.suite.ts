import { describe, expect, test } from 'vitest'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Companions, Saved } from './enrollment-store.ts'
import { hour } from './durations.ts'
import { aDevice, anAccount, choosing, enrolled } from './store-fixtures.ts'
import { begin, type MakeStore, type StoreUnderTest, unique } from './store-under-test.ts'

const earned = async (under: StoreUnderTest, subject: string, more: Partial<Enrollment> = {}) => {
  const { stored, enrollment, cookie } = await begin(under, more)
  const saved = await under.store.enrollments.save(stored, { ...enrollment, state: choosing(subject) }, { audit: [] })
  if (saved.kind !== 'saved') throw new Error(saved.kind)
  return { stored: saved.stored, cookie }
}

const register = (
  under: StoreUnderTest,
  { stored }: Awaited<ReturnType<typeof earned>>,
  subject: string,
  limit?: number,
  through = under.store,
): Promise<Saved> => {
  const device = aDevice(unique('device'), stored.now)
  const companions: Companions = {
    audit: [{ type: 'device.ok', data: { device: device.id } }],
    device: { device, idempotencyKey: 'key', bodyDigest: 'digest', ...(limit === undefined ? {} : { limit }) },
  }
  return through.enrollments.save(stored, { ...stored.enrollment, state: enrolled(subject, device) }, companions)
}

/** What is used or registered in the same transaction as the step that earns it (STANDARD 2.2, 8). */
export const registrationSuite = (make: MakeStore): void => {
  describe('registration', () => {
    test('the device is kept with its person, its published factors and what was proven', async () => {
      const under = await make()
      const begun = await earned(under, 'ad:corp:ana')
      expect(await register(under, begun, 'ad:corp:ana')).toMatchObject({
        kind: 'saved',
        stored: { registration: { idempotencyKey: 'key', bodyDigest: 'digest' } },
      })
      expect(await under.store.administration.devices({ accountId: 'acme', most: 10 })).toMatchObject([
        {
          accountId: 'acme',
          enrollmentId: begun.stored.enrollment.id,
          platform: 'ios',
          username: 'ana',
          domain: 'corp.example.test',
          subjectKey: 'ad:corp:ana',
          factorsCounted: 2,
          proven: ['password', 'email-code'],
        },
      ])
      expect(await under.store.administration.devices({ accountId: 'other', most: 10 })).toEqual([])
    })

    test('a repeated request finds how the first one was asked', async () => {
      const under = await make()
      const begun = await earned(under, 'ad:corp:ana')
      await register(under, begun, 'ad:corp:ana')
      expect((await under.store.enrollments.load(begun.cookie))?.registration).toEqual({
        idempotencyKey: 'key',
        bodyDigest: 'digest',
      })
    })

    test('a device that was not earned is a mistake, whatever the caller says', async () => {
      const under = await make()
      const { stored } = await earned(under, 'ad:corp:ana')
      const device = aDevice(unique('device'), stored.now)
      const state = { ...enrolled('ad:corp:ana', device), met: ['password'] } as const
      const saving = under.store.enrollments.save(
        stored,
        { ...stored.enrollment, state },
        { audit: [], device: { device, idempotencyKey: 'key', bodyDigest: 'digest' } },
      )
      await expect(saving).rejects.toThrow('not earned')
      expect(await under.store.administration.devices({ most: 10 })).toEqual([])
      expect(await under.store.administration.findEnrollment(stored.enrollment.id)).toMatchObject({
        version: stored.version,
      })
    })

    test('of twenty registrations of one enrollment at once one makes a device', async () => {
      const under = await make()
      const begun = await earned(under, 'ad:corp:ana')
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          register(under, begun, 'ad:corp:ana', 5, index % 2 === 0 ? under.store : under.other),
        ),
      )
      expect(results.filter(({ kind }) => kind === 'saved')).toHaveLength(1)
      expect(await under.store.administration.devices({ most: 50 })).toHaveLength(1)
    })

    test('the device limit holds for one person in one account, also for ten at once', async () => {
      const under = await make()
      const begun = await Promise.all(Array.from({ length: 10 }, () => earned(under, 'ad:corp:ana')))
      const results = await Promise.all(
        begun.map((one, index) => register(under, one, 'ad:corp:ana', 2, index % 2 === 0 ? under.store : under.other)),
      )
      expect(results.filter(({ kind }) => kind === 'saved')).toHaveLength(2)
      expect(results.filter(({ kind }) => kind === 'device-limit')).toHaveLength(8)
      expect(await register(under, await earned(under, 'ad:corp:ben'), 'ad:corp:ben', 1)).toMatchObject({
        kind: 'saved',
      })
      expect(
        await register(under, await earned(under, 'ad:corp:ana', { accountId: 'other' }), 'ad:corp:ana', 1),
      ).toMatchObject({ kind: 'saved' })
    })

    test('at the limit nothing is written, and the enrollment stays where it was', async () => {
      const under = await make()
      await register(under, await earned(under, 'ad:corp:ana'), 'ad:corp:ana', 1)
      const { stored, cookie } = await earned(under, 'ad:corp:ana')
      expect(await register(under, { stored, cookie }, 'ad:corp:ana', 1)).toEqual({ kind: 'device-limit' })
      expect(await under.store.enrollments.load(cookie)).toMatchObject({
        version: stored.version,
        enrollment: stored.enrollment,
      })
      expect(await under.store.administration.audit({ enrollmentId: stored.enrollment.id, most: 10 })).toEqual([])
    })

    test('an enrollment request serves one device, and is gone afterwards', async () => {
      const under = await make()
      await under.store.administration.applyAccounts([anAccount('acme'), anAccount('other')])
      const invitation = { id: unique('request'), username: 'ana' }
      await under.store.administration.createRequest('acme', invitation, hour)
      await under.store.administration.createRequest('other', invitation, hour)
      const begun = await Promise.all([
        earned(under, 'ad:corp:ana', { invitation }),
        earned(under, 'ad:corp:ben', { invitation }),
      ])
      const results = await Promise.all(
        begun.map((one, index) => register(under, one, index === 0 ? 'ad:corp:ana' : 'ad:corp:ben')),
      )
      expect(results.map(({ kind }) => kind).sort()).toEqual(['device-limit', 'saved'])
      expect(
        (await under.store.administration.requests({ accountId: 'acme', most: 9 })).map(({ deviceId }) => deviceId),
      ).toEqual([expect.any(String)])
      expect(
        (await under.store.administration.requests({ accountId: 'other', most: 9 })).map(({ deviceId }) => deviceId),
      ).toEqual([undefined])
      expect(await under.store.accounts.findRequest('acme', invitation.id)).toBeUndefined()
      expect(await under.store.accounts.findRequest('other', invitation.id)).toEqual(invitation)
    })

    test('a token is used once in its account, and one that was used before stops the whole step', async () => {
      const under = await make()
      const [first, again, elsewhere] = [
        await begin(under),
        await begin(under),
        await begin(under, { accountId: 'other' }),
      ]
      const token = { id: unique('token'), expiresAt: first.stored.now + hour }
      const save = ({ stored, enrollment }: typeof first, ...useTokens: { id: string; expiresAt: number }[]) =>
        under.store.enrollments.save(
          stored,
          { ...enrollment, state: choosing('entra:t:o') },
          { audit: [{ type: 'auth.entra.ok', data: {} }], useTokens },
        )
      expect(await save(first, token)).toMatchObject({ kind: 'saved' })
      expect(await save(again, { ...token, id: unique('token') }, token)).toEqual({ kind: 'token-used' })
      expect(await under.store.enrollments.load(again.cookie)).toMatchObject({
        version: again.stored.version,
        enrollment: again.enrollment,
      })
      expect(await under.store.administration.audit({ enrollmentId: again.enrollment.id, most: 10 })).toEqual([])
      expect(await save(elsewhere, token)).toMatchObject({ kind: 'saved' })
    })
  })
}

import { describe, expect, test } from 'vitest'
import { arriveAt, opened } from '../testing/arrive.ts'
import { type Browser, openBrowser } from '../testing/browser.ts'
import { cellAccount } from '../testing/example-world.ts'
import { newKey } from '../testing/person-answers.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'
import { stillPortal } from '../testing/still-portal.ts'

const minute = 60_000
const production = { rateFactor: 1 }
const from = (address: string) => ({ 'x-forwarded-for': address })

const lines = async ({ store }: SimulatedPortal, type: string) =>
  (await store.audit.lines({ most: 10_000 })).filter((line) => line.type === type)
const repeat = async (times: number, act: () => Promise<{ readonly status: number }>) => {
  const statuses: number[] = []
  for (let turn = 0; turn < times; turn += 1) statuses.push((await act()).status)
  return statuses
}
const open = (portal: SimulatedPortal, address: string) =>
  openBrowser(portal).send('POST', '/api/enrollment', { account: 'new-ad-1' }, from(address))

describe('a limit that is spent', () => {
  test('stands in the audit with its name and a pseudonym, once however much is refused', async () => {
    const portal = await stillPortal({ settings: production })
    const statuses = await repeat(60, () => open(portal, '198.51.100.1'))
    expect(statuses.filter((status) => status === 429)).toHaveLength(40)
    const trips = await lines(portal, 'limit.trip')
    expect(trips).toMatchObject([
      { accountId: 'new-ad-1', data: { limit: 'start-per-address-minute', key: expect.stringMatching(/^[\w-]{22}$/) } },
    ])
    expect(JSON.stringify(trips)).not.toContain('198.51.100')
  })

  test('stands there once for each address, and again in the next quarter of an hour', async () => {
    const portal = await stillPortal({ settings: production })
    await repeat(25, () => open(portal, '198.51.100.1'))
    await repeat(25, () => open(portal, '198.51.100.2'))
    const [one, two] = await lines(portal, 'limit.trip')
    expect(one?.data['key']).not.toBe(two?.data['key'])
    portal.advance(15 * minute)
    await repeat(25, () => open(portal, '198.51.100.1'))
    const trips = await lines(portal, 'limit.trip')
    expect(trips).toHaveLength(3)
    expect(trips[2]?.data['key']).toBe(one?.data['key'])
  })

  test('by hundreds at once is still one line', async () => {
    const portal = await stillPortal({ settings: production })
    await Promise.all(Array.from({ length: 200 }, () => open(portal, '198.51.100.1')))
    expect(await lines(portal, 'limit.trip')).toHaveLength(1)
  })

  test('belongs to the enrollment where there is one', async () => {
    const portal = await stillPortal({ settings: production })
    const browser = await opened(portal, 'new-ad-1')
    const name = () => browser.send('POST', '/api/enrollment/identity', { username: 'ana', domain: '' })
    expect(await repeat(13, name)).toEqual([...Array(10).fill(200), 429, 429, 429])
    const [start] = await lines(portal, 'enroll.start')
    expect(await lines(portal, 'limit.trip')).toMatchObject([
      { enrollmentId: start?.enrollmentId, data: { limit: 'name-per-user-and-address' } },
    ])
  })

  test('is told of a code that is asked for too soon', async () => {
    const portal = await stillPortal({ settings: { ...production, resendAfter: minute } })
    const { browser } = await arriveAt(portal, 'email-code')
    const resend = () => browser.send('POST', '/api/enrollment/email-code/resend', {})
    expect(await repeat(3, resend)).toEqual([429, 429, 429])
    expect(await lines(portal, 'limit.trip')).toMatchObject([{ data: { limit: 'resend-after' } }])
  })

  test('is told of codes that were sent to one person too often', async () => {
    const portal = await stillPortal({ settings: { ...production, resendAfter: 0 } })
    const { browser } = await arriveAt(portal, 'email-code')
    const resend = () => browser.send('POST', '/api/enrollment/email-code/resend', {})
    expect(await repeat(2, resend)).toEqual([429, 429])
    expect(await lines(portal, 'limit.trip')).toMatchObject([{ data: { limit: 'codes-sent-per-minute' } }])
  })
})

describe('a budget of tries that is spent', () => {
  const tries = (browser: Browser) => () =>
    browser.send('POST', '/api/enrollment/password', { password: 'wrong' }, from('198.51.100.9'))

  test('stands in the audit once in an enrollment, and once in the next', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const statuses = await repeat(20, tries(browser))
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
    expect(await lines(portal, 'auth.password.throttled')).toHaveLength(1)
    const again = await arriveAt(portal, 'password')
    await repeat(5, tries(again.browser))
    const throttled = await lines(portal, 'auth.password.throttled')
    expect(throttled).toHaveLength(2)
    expect(throttled[0]?.enrollmentId).not.toBe(throttled[1]?.enrollmentId)
    expect(throttled[0]?.data['user']).toBe(throttled[1]?.data['user'])
  })

  test('is told as throttled where a new password is asked for, too', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'new-password')
    const change = () =>
      browser.send('POST', '/api/enrollment/new-password', { oldPassword: 'wrong', newPassword: 'Another-1!' })
    const statuses = await repeat(12, change)
    expect(statuses.at(-1)).toBe(429)
    expect(await lines(portal, 'auth.password.throttled')).toHaveLength(1)
    expect((await lines(portal, 'auth.new-password.fail')).length).toBe(statuses.indexOf(429))
  })
})

describe('a device that is refused', () => {
  test('stands in the audit with the reason, once in an enrollment, and the enrollment stays active', async () => {
    const cell = {
      workflow: 'new',
      defaultAuthentication: 'active-directory',
      portalFactor: 'single',
      entraFactor: 'single',
    } as const
    const portal = await stillPortal({ accounts: [cellAccount(cell, { platforms: ['ios'] })] })
    const { browser } = await arriveAt(portal, 'device')
    const choose = () => browser.send('POST', '/api/enrollment/device', { platform: 'android' }, newKey())
    const [before] = await portal.store.administration.enrollments({ most: 1 })
    portal.advance(minute)
    const statuses = await repeat(5, choose)
    expect(new Set(statuses).size).toBe(1)
    expect(await lines(portal, 'device.denied')).toMatchObject([{ data: { because: 'platform-not-allowed' } }])
    const [after] = await portal.store.administration.enrollments({ most: 1 })
    expect((after?.enrollment.activeAt ?? 0) - (before?.enrollment.activeAt ?? 0)).toBeGreaterThanOrEqual(minute)
  })
})

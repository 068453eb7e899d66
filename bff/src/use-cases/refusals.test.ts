import { describe, expect, test } from 'vitest'
import { arriveAt, opened } from '../testing/arrive.ts'
import { type Browser, openBrowser } from '../testing/browser.ts'
import { cellAccount, directoryPassword } from '../testing/example-world.ts'
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

  test('by ever new names with their passwords is still a line or two for one address', async () => {
    const portal = await stillPortal({ settings: production })
    const browser = await opened(portal, 'existing-ad-1')
    const attempt = (turn: number) => ({ username: `name-${Math.floor(turn / 11)}`, domain: '', password: 'wrong' })
    let turn = 0
    await repeat(300, () => browser.send('POST', '/api/enrollment/credentials', attempt((turn += 1))))
    const limits = (await lines(portal, 'limit.trip')).map(({ data }) => data['limit'])
    expect(limits).toContain('identity-per-address-minute')
    expect(limits.length).toBeLessThan(10)
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

describe('what a browser can repeat without end stands in the audit once', () => {
  test('a password while the directory is down', async () => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await arriveAt(portal, 'password')
    portal.neighbours.down.directory = true
    const attempt = () => browser.send('POST', '/api/enrollment/password', { password: 'x' })
    expect(new Set(await repeat(40, attempt))).toEqual(new Set([503]))
    expect(await lines(portal, 'auth.password.unavailable')).toHaveLength(1)
    portal.advance(15 * minute)
    await repeat(2, attempt)
    expect(await lines(portal, 'auth.password.unavailable')).toHaveLength(2)
  })

  test('a right password while no code may be sent', async () => {
    const portal = await stillPortal({ settings: production })
    await arriveAt(portal, 'email-code')
    const { browser } = await arriveAt(portal, 'password')
    const attempt = () => browser.send('POST', '/api/enrollment/password', { password: directoryPassword })
    expect(new Set(await repeat(5, attempt))).toEqual(new Set([429]))
    expect(await lines(portal, 'auth.password.ok')).toHaveLength(2)
  })

  test('a new password that the directory refuses, and one that cannot be brought to it', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'new-password')
    const change = () =>
      browser.send('POST', '/api/enrollment/new-password', { oldPassword: directoryPassword, newPassword: 'x' })
    expect(new Set(await repeat(3, change))).toEqual(new Set([422]))
    portal.neighbours.down.directory = true
    expect(new Set(await repeat(3, change))).toEqual(new Set([503]))
    expect((await lines(portal, 'auth.new-password.fail')).map(({ data }) => data['outcome'])).toEqual([
      'refused',
      'unavailable',
    ])
  })

  test.each([
    ['code.expired', 11 * minute],
    ['code.exhausted', 0],
  ] as const)('a code that is void: %s', async (type, later) => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await arriveAt(portal, 'email-code')
    portal.advance(later)
    await repeat(20, () => browser.send('POST', '/api/enrollment/email-code', { code: '12345678' }))
    expect(await lines(portal, type)).toHaveLength(1)
  })

  test('a registration that was answered', async () => {
    const portal = await stillPortal({ settings: production })
    const { browser } = await arriveAt(portal, 'device')
    const key = newKey()
    const register = () => browser.send('POST', '/api/enrollment/device', { platform: 'ios' }, key)
    expect(new Set(await repeat(10, register))).toEqual(new Set([200]))
    expect(await lines(portal, 'device.replay')).toHaveLength(1)
  })
})

test('a password that was changed stands in the audit, though no code may be sent', async () => {
  const portal = await stillPortal({ settings: production })
  const { browser } = await arriveAt(portal, 'new-password')
  await portal.ports.limiter.take(['codes-sent-per-minute'], 'new-ad-2|ad:corp.example.test:pia')
  const change = await browser.send('POST', '/api/enrollment/new-password', {
    oldPassword: directoryPassword,
    newPassword: 'Another-1!',
  })
  // What the directory took is never told as a failure.
  expect([change.status, change.body]).toMatchObject([200, { kind: 'password', note: 'changed' }])
  expect(await lines(portal, 'auth.new-password.ok')).toHaveLength(1)
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

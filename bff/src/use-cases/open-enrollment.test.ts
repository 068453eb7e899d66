import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { mailedCode, newKey, tokenFor } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { openBrowser } from '../testing/browser.ts'
import { cellAccount, directoryPassword, exampleDomain } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const id = 'a1B2c3D4e5F6g7H8i9J0kL'
const hour = 3_600_000
const invitation = { id, username: 'ana', domain: exampleDomain, platform: 'android' } as const

const invite = async (portal: SimulatedPortal, account = 'new-ad-1') => {
  if ((await portal.store.administration.createRequest(account, invitation, hour)) === undefined)
    throw new Error('no such account')
}

describe('opening a link', () => {
  test('begins an enrollment: 201, the first page, and a reference to read out', async () => {
    const portal = await stillPortal()
    const { status, body } = await openBrowser(portal).send('POST', '/api/enrollment', { account: 'new-ad-2' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      kind: 'identify',
      reference: expect.stringMatching(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/),
      account: { id: 'new-ad-2' },
      progress: { at: 1, of: 4 },
    })
  })

  test('stands in the audit under the reference that the person reads out', async () => {
    const portal = await stillPortal()
    const { body } = await openBrowser(portal).send('POST', '/api/enrollment', { account: 'new-ad-2' })
    const [line] = await portal.store.administration.audit({ most: 1 })
    expect(body).toMatchObject({ reference: line?.data['reference'] })
    expect(line).toMatchObject({
      type: 'enroll.start',
      accountId: 'new-ad-2',
      data: { workflow: 'new', invited: false },
    })
  })

  test('again in the same browser goes on where it was: 200, and the same reference', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    const again = await browser.send('POST', '/api/enrollment', { account: 'new-ad-2' })
    expect(again.status).toBe(200)
    expect(again.body).toEqual(step)
  })

  test('of another account takes the place of the one before, whose cookie is void', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'email-code')
    const old = Object.assign(openBrowser(portal), { cookie: browser.cookie })
    const other = await browser.send('POST', '/api/enrollment', { account: 'existing-ad-1' })
    expect(other).toMatchObject({
      status: 201,
      body: { kind: 'credentials', account: { id: 'existing-ad-1' }, factors: { proven: [] } },
    })
    expect(await current(old)).toMatchObject({ code: 'no-enrollment' })
  })

  test.each(['other', 'nobody-here'])(
    'of %s, which is no account: unknown-account, and the enrollment under way is not lost',
    async (account) => {
      const portal = await stillPortal()
      const { browser, step } = await arriveAt(portal, 'email-code')
      expect(await browser.problem('', { account })).toMatchObject({ status: 404, code: 'unknown-account' })
      expect(await current(browser)).toEqual(step)
    },
  )

  test('in another browser begins another enrollment, and neither touches the other', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    const other = await opened(portal, 'new-ad-2')
    expect(await current(other)).toMatchObject({ kind: 'identify' })
    expect(await current(browser)).toEqual(step)
  })

  test('at most three proven enrollments of a person stay open: the oldest gives way', async () => {
    const portal = await stillPortal()
    const browsers = []
    for (let count = 0; count < 4; count += 1) {
      browsers.push((await arriveAt(portal, 'email-code')).browser)
      portal.advance(1000)
    }
    const statuses = []
    for (const browser of browsers) statuses.push((await browser.send('GET', '/api/enrollment')).status)
    expect(statuses).toEqual([404, 200, 200, 200])
  })

  test('unproven enrollments never evict anybody’s', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    for (let count = 0; count < 10; count += 1) await arriveAt(portal, 'password')
    expect(await current(browser)).toEqual(step)
  })
})

describe('an enrollment request', () => {
  test('fills in the name and the domain, and suggests its platform', async () => {
    const portal = await stillPortal()
    await invite(portal)
    const browser = openBrowser(portal)
    expect(await browser.step('identify', '', { account: 'new-ad-1', request: id })).toMatchObject({
      username: 'ana',
      domain: exampleDomain,
    })
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    expect(await browser.step('device', '/password', { password: directoryPassword })).toMatchObject({
      suggested: 'android',
    })
  })

  test('lets the person’s own authentication type hold in the new workflow too', async () => {
    const users = ['ana', 'ben'].map(
      (username) => ({ username, domain: exampleDomain, authenticationType: 'entra-id' }) as const,
    )
    const cell = {
      workflow: 'new',
      defaultAuthentication: 'active-directory',
      portalFactor: 'single',
      entraFactor: 'single',
    } as const
    const portal = await stillPortal({ accounts: [cellAccount(cell, { users })] })
    await invite(portal)
    const invited = openBrowser(portal)
    await invited.step('identify', '', { account: 'new-ad-1', request: id })
    await invited.step('entra-sign-in', '/identity', { username: 'ana', domain: '' })
    // Whoever holds the link learns nothing of anybody else.
    await invited.step('password', '/identity', { username: 'ben', domain: '' })
    const uninvited = await opened(portal, 'new-ad-1')
    await uninvited.step('password', '/identity', { username: 'ana', domain: '' })
  })

  test('is another link than the account’s own: opening it begins anew', async () => {
    const portal = await stillPortal()
    await invite(portal)
    const browser = await opened(portal, 'new-ad-1')
    expect((await browser.send('POST', '/api/enrollment', { account: 'new-ad-1', request: id })).status).toBe(201)
    expect((await browser.send('POST', '/api/enrollment', { account: 'new-ad-1', request: id })).status).toBe(200)
    expect((await browser.send('POST', '/api/enrollment', { account: 'new-ad-1' })).status).toBe(201)
  })

  test('may be opened as often as one likes: opening uses nothing up', async () => {
    const portal = await stillPortal()
    await invite(portal)
    for (let count = 0; count < 5; count += 1)
      await openBrowser(portal).step('identify', '', { account: 'new-ad-1', request: id })
  })

  test('expired, unknown, of another account: unknown-account, alike', async () => {
    const portal = await stillPortal()
    await invite(portal)
    const told = []
    told.push(await openBrowser(portal).problem('', { account: 'new-ad-2', request: id }))
    told.push(await openBrowser(portal).problem('', { account: 'new-ad-1', request: id.replace('a', 'z') }))
    portal.advance(hour)
    told.push(await openBrowser(portal).problem('', { account: 'new-ad-1', request: id }))
    for (const { reference: _, ...problem } of told) expect(problem).toEqual({ ...told[0], reference: undefined })
    expect(told[0]).toMatchObject({ status: 404, code: 'unknown-account' })
  })

  test('has served once a device is registered, and opens no more', async () => {
    const portal = await stillPortal()
    await invite(portal)
    const browser = openBrowser(portal)
    await browser.step('identify', '', { account: 'new-ad-1', request: id })
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    await browser.step('device', '/password', { password: directoryPassword })
    await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
    expect(await openBrowser(portal).problem('', { account: 'new-ad-1', request: id })).toMatchObject({
      code: 'unknown-account',
    })
    const [device] = await portal.store.administration.devices({ most: 1 })
    expect(await portal.store.administration.requests({ most: 1 })).toMatchObject([{ id, deviceId: device?.id }])
  })

  test('serves one device, even where two browsers hold it', async () => {
    const portal = await stillPortal()
    await invite(portal)
    const browsers = [openBrowser(portal), openBrowser(portal)]
    for (const browser of browsers) {
      await browser.step('identify', '', { account: 'new-ad-1', request: id })
      await browser.step('password', '/identity', { username: 'ana', domain: '' })
      await browser.step('device', '/password', { password: directoryPassword })
    }
    const replies = await Promise.all(
      browsers.map((browser) => browser.send('POST', '/api/enrollment/device', { platform: 'ios' }, newKey())),
    )
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await portal.store.administration.devices({ most: 10 })).toHaveLength(1)
  })
})

describe('more time', () => {
  test('moves the end: the whole hour again, from now', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'device')
    portal.advance(19 * 60_000)
    const extended = await browser.step('device', '/extend', {})
    expect(Date.parse(extended.expiresAt) - Date.parse(step.expiresAt)).toBe(19 * 60_000)
    portal.advance(19 * 60_000)
    expect(await current(browser)).toMatchObject({ kind: 'device' })
  })

  test('is not what reading gives: looking at the page is no activity', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'device')
    portal.advance(19 * 60_000)
    expect(await current(browser)).toEqual(step)
    portal.advance(60_000)
    expect(await current(browser)).toMatchObject({ kind: 'expired' })
    expect(await browser.step('expired', '/extend', {})).toMatchObject({ kind: 'expired' })
  })

  test('is what a failed try gives too: a failed try is activity', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    portal.advance(19 * 60_000)
    await browser.problem('/password', { password: 'wrong' })
    portal.advance(19 * 60_000)
    expect(await current(browser)).toMatchObject({ kind: 'password' })
    portal.advance(60_000)
    expect(await current(browser)).toMatchObject({ kind: 'expired' })
  })

  test('is given ten times', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const ends: number[] = []
    for (let count = 0; count < 12; count += 1) {
      portal.advance(60_000)
      ends.push(Date.parse((await browser.step('device', '/extend', {})).expiresAt))
    }
    expect(ends.map((end, index) => end - (ends[index - 1] ?? end))).toEqual([0, ...Array(9).fill(60_000), 0, 0])
  })

  test('changes nothing of an end', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'enrolled')
    expect(await browser.step('enrolled', '/extend', {})).toEqual(step)
  })
})

describe('one account is not another', () => {
  test('a person’s proof in one account is none in another', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    expect(await browser.step('identify', '', { account: 'new-ad-2' })).toMatchObject({
      factors: { counted: 0, proven: [] },
    })
    expect(await browser.problem('/device', { platform: 'ios' }, newKey())).toMatchObject({ code: 'wrong-step' })
  })

  test('devices, enrollments and audit lines belong to their account', async () => {
    const portal = await stillPortal()
    await arriveAt(portal, 'enrolled')
    const { administration } = portal.store
    for (const accountId of ['new-ad-2', 'existing-ad-1']) {
      expect(await administration.devices({ accountId, most: 10 })).toEqual([])
      expect(await administration.enrollments({ accountId, most: 10 })).toEqual([])
    }
    expect(await administration.devices({ accountId: 'new-ad-1', most: 10 })).toHaveLength(1)
  })

  test('a token that one account accepted is used up there, and checked anew elsewhere', async () => {
    const portal = await stillPortal()
    const first = await opened(portal, 'new-entra-1')
    const step = await first.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    await first.step('device', '/entra-sign-in', { idToken: tokenFor(step, 'eva') })
    const other = await opened(portal, 'new-entra-2')
    await other.step('entra-sign-in', '/identity', { username: 'eva', domain: '' })
    expect(await other.problem('/entra-sign-in', { idToken: tokenFor(step, 'eva') })).toMatchObject({
      code: 'token-rejected',
    })
  })

  test('a code that one account mailed opens nothing in another', async () => {
    const portal = await stillPortal()
    await arriveAt(portal, 'email-code')
    const code = await mailedCode(portal)
    const { browser } = await arriveAt(portal, 'email-code', 'existing')
    expect(await browser.problem('/email-code', { code })).toMatchObject({ code: 'code-wrong' })
  })
})

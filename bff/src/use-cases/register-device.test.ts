import { describe, expect, test } from 'vitest'
import type { Account } from '../domain/account.ts'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { newKey } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { cellAccount, directoryPassword, exampleDomain } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const cell = {
  workflow: 'new',
  defaultAuthentication: 'active-directory',
  portalFactor: 'single',
  entraFactor: 'single',
} as const
const portalWith = (more: Partial<Account>) =>
  stillPortal({ accounts: [cellAccount(cell, more), cellAccount({ ...cell, workflow: 'existing' }, more)] })

const atDevice = async (portal: SimulatedPortal, username = 'ana') => {
  const browser = await opened(portal, 'new-ad-1')
  await browser.step('password', '/identity', { username, domain: '' })
  return { browser, step: await browser.step('device', '/password', { password: directoryPassword }) }
}

const devices = (portal: SimulatedPortal) => portal.store.administration.devices({ most: 10 })

describe('the terms', () => {
  const terms = { version: '3', text: 'Be kind.' }

  test.each([
    ['not accepted', {}],
    ['accepted in an earlier version', { termsVersion: '2' }],
  ])('%s: terms-required, and no device', async (_what, accepted) => {
    const portal = await portalWith({ terms })
    const { browser, step } = await atDevice(portal)
    expect(step.terms).toEqual(terms)
    expect(await browser.problem('/device', { platform: 'ios', ...accepted }, newKey())).toMatchObject({
      status: 409,
      code: 'terms-required',
    })
    expect(await devices(portal)).toEqual([])
  })

  test('accepted: the device is registered, with the version', async () => {
    const portal = await portalWith({ terms })
    const { browser } = await atDevice(portal)
    await browser.step('enrolled', '/device', { platform: 'ios', termsVersion: '3' }, newKey())
    expect(await devices(portal)).toMatchObject([{ termsVersion: '3' }])
  })

  test('that change while somebody reads them are asked for anew', async () => {
    const portal = await portalWith({ terms })
    const { browser } = await atDevice(portal)
    await portal.store.administration.applyAccounts([
      cellAccount(cell, { terms: { version: '4', text: 'Be kinder.' } }),
    ])
    expect(await browser.problem('/device', { platform: 'ios', termsVersion: '3' }, newKey())).toMatchObject({
      code: 'terms-required',
    })
    expect(await current(browser)).toMatchObject({ kind: 'device', terms: { version: '4' } })
  })
})

describe('the platform', () => {
  test('must be one of the account’s', async () => {
    const portal = await portalWith({ platforms: ['ios'] })
    const { browser } = await atDevice(portal)
    expect(await browser.problem('/device', { platform: 'android' }, newKey())).toMatchObject({
      status: 409,
      code: 'platform-not-allowed',
    })
    await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
  })

  test('is suggested from the browser at hand', async () => {
    const portal = await stillPortal()
    const { browser } = await atDevice(portal)
    const reply = await browser.send('GET', '/api/enrollment', undefined, { 'sec-ch-ua-platform': '"Windows"' })
    expect(reply.body).toMatchObject({ suggested: 'windows' })
  })

  test('on an iPad, whose Safari says that it is on a Mac, is the iPad', async () => {
    const portal = await portalWith({ platforms: ['windows', 'ios'] })
    const { browser } = await atDevice(portal)
    const userAgent =
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15'
    const reply = await browser.send('GET', '/api/enrollment', undefined, { 'user-agent': userAgent })
    expect(reply.body).toMatchObject({ suggested: 'ios' })
  })

  test.each(['ios', 'android', 'windows'] as const)(
    '%s: is handed its link, filled in with the device and the person',
    async (platform) => {
      const portal = await stillPortal()
      const { browser } = await atDevice(portal)
      const { device, handOff } = await browser.step('enrolled', '/device', { platform }, newKey())
      const links = {
        ios: `https://mdm.example.test/ios/new-ad-1/${device.id}`,
        android: `https://mdm.example.test/android?device=${device.id}&user=ana%40${exampleDomain}`,
        windows: `ms-device-enrollment:?mode=mdm&username=ana%40${exampleDomain}&servername=https%3A%2F%2Fmdm.example.test`,
      }
      expect(handOff).toMatchObject({ kind: 'link', url: links[platform] })
    },
  )
})

test('a hand-off that the account gives up afterwards is still the device’s, and a mended one reaches it', async () => {
  const portal = await portalWith({})
  const { browser } = await atDevice(portal)
  const { device, handOff } = await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
  const applied = (more: Partial<Account>) =>
    portal.store.administration.applyAccounts([cellAccount(cell, more), cellAccount({ ...cell, workflow: 'existing' })])
  await applied({ platforms: ['android'], handOff: { android: 'https://mdm.example.test/a' } })
  expect(await current(browser)).toMatchObject({ kind: 'enrolled', handOff: { url: handOff.url } })
  await applied({ handOff: { ios: 'https://new.example.test/{device}' } })
  expect(await current(browser)).toMatchObject({ handOff: { url: `https://new.example.test/${device.id}` } })
})

describe('ownership', () => {
  test('that the account does not ask for is malformed', async () => {
    const portal = await portalWith({ askOwnership: ['corporate'] })
    const { browser } = await atDevice(portal)
    expect(await browser.problem('/device', { platform: 'ios', ownership: 'personal' }, newKey())).toMatchObject({
      status: 400,
      code: 'malformed',
    })
    await browser.step('enrolled', '/device', { platform: 'ios', ownership: 'corporate' }, newKey())
    expect(await devices(portal)).toMatchObject([{ ownership: 'corporate' }])
  })
})

describe('the name', () => {
  test.each([
    [undefined, 'iPhone · ana'],
    ['   ', 'iPhone · ana'],
    ['  My phone ', 'My phone'],
  ])('%j is kept as %j', async (name, kept) => {
    const portal = await stillPortal()
    const { browser } = await atDevice(portal)
    const { device } = await browser.step(
      'enrolled',
      '/device',
      { platform: 'ios', ...(name === undefined ? {} : { name }) },
      newKey(),
    )
    expect(device.name).toBe(kept)
  })
})

describe('the device limit', () => {
  test('is counted per person: one more is refused, and stands in the audit', async () => {
    const portal = await portalWith({ deviceLimit: 1 })
    await (await atDevice(portal)).browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
    const { browser, step } = await atDevice(portal)
    expect(await browser.problem('/device', { platform: 'ios' }, newKey())).toMatchObject({
      status: 409,
      code: 'device-limit',
    })
    expect(await current(browser)).toEqual(step)
    expect(await devices(portal)).toHaveLength(1)
    expect(await portal.store.administration.audit({ most: 1 })).toMatchObject([
      { type: 'device.denied', data: { because: 'device-limit' } },
    ])
    await (await atDevice(portal, 'ben')).browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
  })

  test('holds for many at once', async () => {
    const portal = await portalWith({ deviceLimit: 2 })
    const browsers = []
    for (let count = 0; count < 3; count += 1) browsers.push((await atDevice(portal)).browser)
    const replies = await Promise.all(
      browsers.map((browser) => browser.send('POST', '/api/enrollment/device', { platform: 'ios' }, newKey())),
    )
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 200, 409])
  })

  test('of one account does not count another’s devices', async () => {
    const portal = await portalWith({ deviceLimit: 1 })
    await (await atDevice(portal)).browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
    const browser = await opened(portal, 'existing-ad-1')
    await browser.step('device', '/credentials', { username: 'ana', domain: '', password: directoryPassword })
    await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
  })
})

describe('the device record', () => {
  test('tells whose it is, how that was proven and what it counts', async () => {
    const portal = await stillPortal()
    const { browser } = await atDevice(portal)
    const { device, reference } = await browser.step(
      'enrolled',
      '/device',
      { platform: 'windows', name: 'Laptop', ownership: 'corporate' },
      newKey(),
    )
    expect(await devices(portal)).toEqual([
      {
        id: device.id,
        accountId: 'new-ad-1',
        enrollmentId: expect.any(String),
        platform: 'windows',
        name: 'Laptop',
        ownership: 'corporate',
        registeredAt: Date.parse(device.registeredAt),
        username: 'ana',
        domain: exampleDomain,
        subjectKey: `ad:${exampleDomain}:ana`,
        factorsCounted: 1,
        proven: ['password'],
      },
    ])
    expect(await portal.store.administration.findEnrollment(reference, 'new-ad-1')).toMatchObject({
      enrollment: { reference },
    })
  })

  test('the owner is told by mail, with the device’s name and no link', async () => {
    const portal = await stillPortal()
    const { browser } = await atDevice(portal)
    await browser.step('enrolled', '/device', { platform: 'windows', name: 'Laptop' }, newKey())
    const [mail] = await portal.deliver()
    expect(mail?.to.address).toBe(`ana@${exampleDomain}`)
    expect(mail?.text).toContain('Laptop (Windows)')
    expect(mail?.text).not.toMatch(/https?:/)
  })
})

test('five registrations an hour per person', async () => {
  const portal = await stillPortal({ settings: { rateFactor: 1 } })
  const statuses = []
  for (let count = 0; count < 6; count += 1) {
    const { browser } = await atDevice(portal)
    statuses.push((await browser.send('POST', '/api/enrollment/device', { platform: 'ios' }, newKey())).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
})

test('nobody without every proof registers a device', async () => {
  const portal = await stillPortal()
  for (const page of [
    'identify',
    'credentials',
    'password',
    'new-password',
    'entra-sign-in',
    'email-code',
    'refused',
  ] as const) {
    const { browser } = await arriveAt(portal, page)
    expect(await browser.problem('/device', { platform: 'ios' }, newKey())).toMatchObject({ code: 'wrong-step' })
  }
  expect(await devices(portal)).toEqual([])
})

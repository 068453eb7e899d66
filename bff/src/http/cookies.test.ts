import { describe, expect, test } from 'vitest'
import { arriveAt, current, opened } from '../testing/arrive.ts'
import { mailedCode, newKey } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { openBrowser } from '../testing/browser.ts'
import { directoryPassword } from '../testing/example-world.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

/** A browser that still has an earlier cookie. */
const browserWith = (portal: SimulatedPortal, cookie: string | undefined) =>
  Object.assign(openBrowser(portal), { cookie })

const statusOf = async (portal: SimulatedPortal, cookie: string | undefined) =>
  (await browserWith(portal, cookie).send('GET', '/api/enrollment')).status

const password = { password: directoryPassword }

describe('the cookie', () => {
  test('is host-bound, for http only, strict, secure, for 30 minutes, and 256 bits', async () => {
    const portal = await stillPortal()
    const { headers } = await openBrowser(portal).send('POST', '/api/enrollment', { account: 'new-ad-2' })
    const [value = '', ...attributes] = (headers.get('set-cookie') ?? '').split('; ')
    expect(value).toMatch(/^__Host-enrollment=[A-Za-z0-9_-]{43}$/)
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=1800', 'Path=/', 'SameSite=Strict', 'Secure'])
  })

  test('is not in the step, and the store knows it by its digest only', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    expect(JSON.stringify(step)).not.toContain(browser.cookie)
    expect(JSON.stringify(await portal.store.administration.enrollments({ most: 10 }))).not.toContain(browser.cookie)
    expect(JSON.stringify(await portal.store.administration.audit({ most: 100 }))).not.toContain(browser.cookie)
  })

  test('lasts ten minutes longer than an enrollment may rest, whatever the deployment sets', async () => {
    const portal = await stillPortal({ settings: { enrollmentIdle: 45 * 60_000 } })
    const { headers } = await openBrowser(portal).send('POST', '/api/enrollment', { account: 'new-ad-2' })
    expect(headers.get('set-cookie')).toContain('; Max-Age=3300;')
  })

  test('is written again by whatever a person does, whether it works or not', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const written = async (path: string, body: unknown) =>
      (await browser.send('POST', `/api/enrollment${path}`, body)).headers.get('set-cookie')
    const present = `__Host-enrollment=${browser.cookie}; Max-Age=1800;`
    expect(await written('/extend', {})).toContain(present)
    expect(await written('/password', { password: 'wrong' })).toContain(present)
    expect(await written('/password', { password: 5 })).toContain(present)
    expect(await written('/email-code', { code: '12345678' })).toContain(present)
  })

  test('is not written again by reading: a poll that answers late puts nothing back', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const { status, headers } = await browser.send('GET', '/api/enrollment')
    expect([status, headers.get('set-cookie')]).toEqual([200, null])
  })

  test('is not written for another site, nor where there is no enrollment', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const foreign = await browser.send('POST', '/api/enrollment/password', password, {
      origin: 'https://evil.example.test',
    })
    expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null])
    const stranger = await browserWith(portal, 'x'.repeat(43)).send('POST', '/api/enrollment/password', password)
    expect([stranger.status, stranger.headers.get('set-cookie')]).toEqual([404, null])
  })

  test('stays the same while nothing is proven', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'new-ad-2')
    const first = browser.cookie
    await browser.step('password', '/identity', { username: 'ana', domain: '' })
    await browser.problem('/password', { password: 'wrong' })
    await browser.step('password', '/extend', {})
    expect(browser.cookie).toBe(first)
  })

  test('changes with every proof', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const cookies = [browser.cookie]
    await browser.step('email-code', '/password', password)
    cookies.push(browser.cookie)
    await browser.step('device', '/email-code', { code: await mailedCode(portal) })
    cookies.push(browser.cookie)
    expect(new Set(cookies).size).toBe(3)
  })

  test('changes with a fresh proof that takes the place of another person’s', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'email-code', 'existing')
    const before = browser.cookie
    await browser.step('email-code', '/credentials', { username: 'ben', domain: '', ...password })
    expect(browser.cookie).not.toBe(before)
  })

  test('a sent code that is asked for again does not change it: that proves nothing', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'email-code')
    const before = browser.cookie
    portal.advance(60_000)
    await browser.step('email-code', '/email-code/resend', {})
    expect(browser.cookie).toBe(before)
  })
})

describe('after a proof', () => {
  test('the previous cookie works until the new one is first seen: a lost answer strands nobody', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const previous = browser.cookie
    await browser.step('email-code', '/password', password)
    const next = browser.cookie
    expect(await statusOf(portal, previous)).toBe(200)
    expect(await statusOf(portal, previous)).toBe(200)
    expect(await statusOf(portal, next)).toBe(200)
    expect(await statusOf(portal, previous)).toBe(404)
    expect(await statusOf(portal, next)).toBe(200)
  })

  test('the previous cookie is answered with the new one', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const stranded = browserWith(portal, browser.cookie)
    await browser.step('email-code', '/password', password)
    expect(await current(stranded)).toMatchObject({ kind: 'email-code' })
    expect(stranded.cookie).toBe(browser.cookie)
  })

  test('the previous cookie works for two minutes at most', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const previous = browser.cookie
    await browser.step('email-code', '/password', password)
    portal.advance(2 * 60_000 - 1)
    expect(await statusOf(portal, previous)).toBe(200)
    portal.advance(1)
    expect(await statusOf(portal, previous)).toBe(404)
    expect(await statusOf(portal, browser.cookie)).toBe(200)
  })

  test('the one before the previous works no more', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const first = browser.cookie
    await browser.step('email-code', '/password', password)
    await browser.step('device', '/email-code', { code: await mailedCode(portal) })
    expect(await statusOf(portal, first)).toBe(404)
  })
})

describe('the end of a cookie', () => {
  test('starting over clears it, makes it void and drops every proof', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'email-code')
    const before = browser.cookie
    const { status, headers, body } = await browser.send('DELETE', '/api/enrollment')
    expect([status, body]).toEqual([204, undefined])
    expect(headers.get('set-cookie')).toMatch(/^__Host-enrollment=; .*Max-Age=0/)
    expect(await statusOf(portal, before)).toBe(404)
    expect(await browser.step('identify', '', { account: 'new-ad-2' })).toMatchObject({
      factors: { counted: 0, proven: [] },
    })
  })

  test('starting over without an enrollment, twice or without a content type is no mistake', async () => {
    const portal = await stillPortal()
    const browser = openBrowser(portal)
    expect((await browser.send('DELETE', '/api/enrollment')).status).toBe(204)
    expect((await browser.send('DELETE', '/api/enrollment')).status).toBe(204)
  })

  test.each([
    ['another origin', { origin: 'https://evil.example.test' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('starting over from %s is refused, and nothing is lost', async (_, headers) => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'email-code')
    const reply = await browser.send('DELETE', '/api/enrollment', undefined, headers)
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden-origin' } })
    expect(await current(browser)).toEqual(step)
  })

  test('starting over with two cookies is malformed', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'new-ad-2')
    const reply = await browser.send('DELETE', '/api/enrollment', undefined, {
      cookie: `__Host-enrollment=${browser.cookie}; __Host-enrollment=x`,
    })
    expect(reply).toMatchObject({ status: 400, body: { code: 'malformed' } })
  })

  test('reading with two cookies is malformed, with one of another name beside it is not', async () => {
    const portal = await stillPortal()
    const browser = await opened(portal, 'new-ad-2')
    const two = await browser.send('GET', '/api/enrollment', undefined, {
      cookie: `__Host-enrollment=${browser.cookie}; __Host-enrollment=${browser.cookie}`,
    })
    expect(two).toMatchObject({ status: 400, body: { code: 'malformed' } })
    const other = await browser.send('GET', '/api/enrollment', undefined, {
      cookie: `a=b; __Host-enrollment=${browser.cookie}; c=d`,
    })
    expect(other.status).toBe(200)
  })

  test('an enrolled browser keeps reading its hand-off', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const enrolled = await browser.step('enrolled', '/device', { platform: 'ios' }, newKey())
    portal.advance(25 * 60_000)
    expect(await current(browser)).toEqual(enrolled)
  })
})

import { describe, expect, test } from 'vitest'
import { arriveAt, current } from '../testing/arrive.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { openBrowser } from '../testing/browser.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'

const key = { 'idempotency-key': '6f1c2f62-32a8-4b9a-8d8e-1f2f7a3b4c5d' }
const otherKey = { 'idempotency-key': 'aaaaaaaa-32a8-4b9a-8d8e-1f2f7a3b4c5d' }
const body = { platform: 'ios', name: 'My phone', ownership: 'personal' }

const devicesOf = (portal: SimulatedPortal) => portal.store.administration.devices({ most: 10 })

describe('registering a device', () => {
  test('needs an Idempotency-Key', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'device')
    expect(await browser.problem('/device', body)).toMatchObject({ status: 400, code: 'idempotency-key-required' })
    expect(await current(browser)).toEqual(step)
    expect(await devicesOf(portal)).toEqual([])
  })

  test.each([
    '',
    'x',
    '6f1c2f62',
    `${key['idempotency-key']}0`,
    key['idempotency-key'].replaceAll('-', ''),
    `"${key['idempotency-key']}"`,
  ])('takes no Idempotency-Key that is not a UUID: %j', async (value) => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    expect(await browser.problem('/device', body, { 'idempotency-key': value })).toMatchObject({
      status: 400,
      code: 'malformed',
    })
    expect(await devicesOf(portal)).toEqual([])
  })

  test('again with the same key and body gives the same answer, and no second device', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const first = await browser.step('enrolled', '/device', body, key)
    expect(await browser.step('enrolled', '/device', body, key)).toEqual(first)
    expect(
      await browser.step('enrolled', '/device', body, { 'idempotency-key': key['idempotency-key'].toUpperCase() }),
    ).toEqual(first)
    expect(await devicesOf(portal)).toHaveLength(1)
  })

  test('again with the fields in another order is the same body', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const first = await browser.step('enrolled', '/device', body, key)
    expect(
      await browser.step('enrolled', '/device', { ownership: 'personal', name: 'My phone', platform: 'ios' }, key),
    ).toEqual(first)
  })

  test.each([
    ['platform', { ...body, platform: 'android' }],
    ['name', { ...body, name: 'Another phone' }],
    ['ownership', { ...body, ownership: 'corporate' }],
    ['fields', { platform: 'ios' }],
  ])('again with the same key and another %s is refused', async (_, other) => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const first = await browser.step('enrolled', '/device', body, key)
    expect(await browser.problem('/device', other, key)).toMatchObject({ status: 422, code: 'idempotency-key-reused' })
    expect(await current(browser)).toEqual(first)
  })

  test('again with another key is a call at the wrong step', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    await browser.step('enrolled', '/device', body, key)
    expect(await browser.problem('/device', body, otherKey)).toMatchObject({ code: 'wrong-step' })
    expect(await devicesOf(portal)).toHaveLength(1)
  })

  test('a repetition after a lost answer works with the cookie that the browser still has', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const stranded = Object.assign(openBrowser(portal), { cookie: browser.cookie })
    const first = await browser.step('enrolled', '/device', body, key)
    expect(await stranded.step('enrolled', '/device', body, key)).toEqual(first)
  })

  test('many at once register one device; each is told so, or to wait', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const { cookie } = browser
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        Object.assign(openBrowser(portal), { cookie }).send('POST', '/api/enrollment/device', body, key),
      ),
    )
    expect(await devicesOf(portal)).toHaveLength(1)
    const steps = replies.filter(({ status }) => status === 200)
    expect(steps.length).toBeGreaterThan(0)
    expect(new Set(steps.map((reply) => JSON.stringify(reply.body))).size).toBe(1)
    for (const reply of replies.filter(({ status }) => status !== 200)) {
      expect(reply).toMatchObject({ status: 409, body: { code: 'in-progress' } })
      expect(reply.headers.get('retry-after')).toBe('1')
    }
  })

  test('many at once cost one of the hour’s registrations', async () => {
    const portal = await stillPortal({ settings: { rateFactor: 1 } })
    const { browser } = await arriveAt(portal, 'device')
    await Promise.all(Array.from({ length: 5 }, () => browser.send('POST', '/api/enrollment/device', body, key)))
    const left = async () =>
      (await portal.ports.limiter.take(['registrations-per-user'], 'new-ad-1|ad:corp.example.test:ana')).ok
    expect([await left(), await left(), await left(), await left(), await left()]).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
  })

  test('many at once with keys of their own register one device', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const { cookie } = browser
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        Object.assign(openBrowser(portal), { cookie }).send('POST', '/api/enrollment/device', body, {
          'idempotency-key': crypto.randomUUID(),
        }),
      ),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await devicesOf(portal)).toHaveLength(1)
  })
})

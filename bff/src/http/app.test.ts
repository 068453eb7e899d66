import { Problem } from '@muster/shared/problem'
import { describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { arriveAt } from '../testing/arrive.ts'
import { openBrowser } from '../testing/browser.ts'
import { newKey } from '../testing/person-answers.ts'
import { stillPortal } from '../testing/still-portal.ts'
import { createApp } from './app.ts'
import type { Ports } from '../ports/ports.ts'
import type { SimulatedPortal } from '../testing/simulated-portal.ts'
import { apiHeaders, documentHeaders } from './protection.ts'

const edgeOf = (portal: SimulatedPortal) => ({
  origin: portal.origin,
  trustedProxies: [],
  peerAddress: () => '192.0.2.1',
  log: (event: unknown) => portal.logged.push(event),
})

describe('every answer of the API', () => {
  test.each([
    ['a step', 'GET', '/api/enrollment'],
    ['a problem', 'POST', '/api/enrollment/password'],
    ['nothing', 'DELETE', '/api/enrollment'],
    ['a profile', 'GET', '/api/accounts/new-ad-2'],
    ['an unknown call', 'GET', '/api/other'],
    ['the document', 'GET', '/api/openapi.json'],
  ])('%s: is not stored, not sniffed, not framed, and only for our own pages', async (_what, method, path) => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const { headers } = await browser.send(method, path)
    for (const [name, value] of Object.entries(apiHeaders)) expect(headers.get(name)).toBe(value)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('no preflight is ever granted', async () => {
    const { app, origin } = await stillPortal()
    const response = await app.request(`${origin}/api/enrollment`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('a problem', () => {
  test('has the enrollment’s reference, where there is an enrollment', async () => {
    const portal = await stillPortal()
    const { browser, step } = await arriveAt(portal, 'password')
    expect(await browser.problem('/password', { password: 'wrong' })).toMatchObject({ reference: step.reference })
  })

  test('has a type, a title and its status in the body, by RFC 9457', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    expect(await browser.problem('/password', { password: 'wrong' })).toEqual({
      type: 'urn:muster:problem:sign-in-failed',
      title: "We couldn't sign you in.",
      status: 401,
      code: 'sign-in-failed',
      reference: expect.any(String),
    })
  })
})

describe('a failing store', () => {
  const failures: readonly (readonly [string, Error, string])[] = [
    ['is unavailable', new StoreUnavailable('locked'), 'unconfirmed'],
    ['fails in a way nobody thought of', new TypeError('Directory-1! leaked'), 'unavailable'],
  ]

  test.each(failures)('that %s: 503, when to come again, and nothing of the cause', async (_what, error, code) => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const ports: Ports = {
      ...portal.ports,
      enrollments: { ...portal.ports.enrollments, save: () => Promise.reject(error) },
    }
    const response = await createApp(ports, edgeOf(portal)).request(`${portal.origin}/api/enrollment/device`, {
      method: 'POST',
      headers: {
        origin: portal.origin,
        'content-type': 'application/json',
        cookie: `__Host-enrollment=${browser.cookie}`,
        ...newKey(),
      },
      body: '{"platform":"ios"}',
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    const text = await response.text()
    expect(Problem.parse(JSON.parse(text))).toMatchObject({ code })
    expect(text).not.toMatch(/locked|leaked/)
    expect(portal.logged).toMatchObject([{ reference: JSON.parse(text).reference, error: { message: error.message } }])
    expect(await portal.store.administration.devices({ most: 10 })).toEqual([])
  })

  test('whose limits cannot be read: 503, never an open door', async () => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'password')
    const broken = () => Promise.reject(new StoreUnavailable('down'))
    const ports: Ports = { ...portal.ports, limiter: { take: broken, giveBack: broken, peek: broken } }
    const response = await createApp(ports, edgeOf(portal)).request(`${portal.origin}/api/enrollment/password`, {
      method: 'POST',
      headers: {
        origin: portal.origin,
        'content-type': 'application/json',
        cookie: `__Host-enrollment=${browser.cookie}`,
      },
      body: '{"password":"Directory-1!"}',
    })
    expect(response.status).toBe(503)
    expect(portal.neighbours.journal).toEqual([])
  })
})

describe('documents', () => {
  const policyOf = (path: string) => documentHeaders(['https://login.microsoftonline.com'], path)

  test('run our own scripts only, and connect to Microsoft and us', () => {
    const policy = policyOf('/acme')['Content-Security-Policy']
    expect(policy).toContain("default-src 'none'; script-src 'self'")
    expect(policy).toContain("connect-src 'self' https://login.microsoftonline.com;")
    expect(policy).not.toContain('unsafe')
  })

  test('say where what they forbid is reported, in both ways', () => {
    const headers = policyOf('/acme')
    expect(headers['Content-Security-Policy']).toMatch(/; report-uri \/api\/reports; report-to csp$/)
    expect(headers['Reporting-Endpoints']).toBe('csp="/api/reports"')
  })

  test('do not demand Trusted Types yet, and have it reported where one is missing', () => {
    const headers = policyOf('/acme')
    expect(headers['Content-Security-Policy']).not.toContain('trusted-types')
    expect(headers['Content-Security-Policy-Report-Only']).toBe(
      "require-trusted-types-for 'script'; report-uri /api/reports; report-to csp",
    )
  })

  test('may ask the browser for nothing, but to copy the link of the hand-off', () => {
    const features = (policyOf('/acme')['Permissions-Policy'] ?? '').split(', ')
    expect(features.filter((feature) => !feature.endsWith('=()'))).toEqual(['clipboard-write=(self)'])
    for (const feature of ['camera', 'clipboard-read', 'display-capture', 'publickey-credentials-get', 'serial'])
      expect(features).toContain(`${feature}=()`)
    expect(apiHeaders['Permissions-Policy']).toContain('clipboard-write=()')
  })

  test('are isolated from their opener, but for the page that Microsoft returns to', () => {
    expect(policyOf('/acme')).toMatchObject({ 'Cross-Origin-Opener-Policy': 'same-origin' })
    expect(policyOf('/redirect')).not.toHaveProperty('Cross-Origin-Opener-Policy')
  })
})

describe('a registration whose answer was lost at the commit', () => {
  /** Saves or not, and then gives up. */
  const losing = async (saves: boolean) => {
    const portal = await stillPortal()
    const { browser } = await arriveAt(portal, 'device')
    const { save } = portal.ports.enrollments
    const enrollments = {
      ...portal.ports.enrollments,
      save: async (...args: Parameters<typeof save>) => {
        if (saves) await save(...args)
        throw new StoreUnavailable('the line is gone')
      },
    }
    const lost = openBrowser({ ...portal, app: createApp({ ...portal.ports, enrollments }, edgeOf(portal)) })
    lost.cookie = browser.cookie
    return { portal, browser, lost }
  }

  test.each([true, false])('saved or not (%s): nobody knows, and the same request again finds out', async (saves) => {
    const { portal, browser, lost } = await losing(saves)
    const key = newKey()
    expect(await lost.problem('/device', { platform: 'ios' }, key)).toMatchObject({
      code: 'unconfirmed',
      retryAfter: 5,
    })
    await browser.step('enrolled', '/device', { platform: 'ios' }, key)
    expect(await portal.store.administration.devices({ most: 10 })).toHaveLength(1)
  })

  test('what fails before anything is saved is not called so', async () => {
    const { portal, browser } = await losing(false)
    const broken = () => Promise.reject(new StoreUnavailable('down'))
    const ports: Ports = { ...portal.ports, limiter: { take: broken, giveBack: broken, peek: broken } }
    const early = openBrowser({ ...portal, app: createApp(ports, edgeOf(portal)) })
    early.cookie = browser.cookie
    expect(await early.problem('/device', { platform: 'ios' }, newKey())).toMatchObject({ code: 'unavailable' })
  })
})

import { describe, expect, test } from 'vitest'
import { stillPortal } from '../testing/still-portal.ts'
import { createApp } from './app.ts'
import type { Violation } from './csp-reports.ts'
import { apiHeaders } from './protection.ts'

const portalWithReports = async () => {
  const portal = await stillPortal({ settings: { rateFactor: 1 } })
  const told: Violation[] = []
  const app = createApp(portal.ports, {
    origin: portal.origin,
    trustedProxies: ['127.0.0.1/32'],
    peerAddress: () => '127.0.0.1',
    log: (event) => portal.logged.push(event),
    violated: (violation) => told.push(violation),
  })
  const report = {
    type: 'csp-violation',
    body: {
      documentURL: `${portal.origin}/new-ad-2`,
      effectiveDirective: 'connect-src',
      disposition: 'report',
      blockedURL: 'https://evil.example.test/',
    },
  }
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    app.request(`${portal.origin}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/reports+json', 'x-forwarded-for': '192.0.2.7', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { portal, told, report, post, app }
}

describe('reports of browsers', () => {
  test('are taken without an origin, told, and answered with nothing', async () => {
    const { told, report, post } = await portalWithReports()
    const response = await post([report])
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
    expect(response.headers.get('set-cookie')).toBeNull()
    for (const [name, value] of Object.entries(apiHeaders)) expect(response.headers.get(name)).toBe(value)
    expect(told).toMatchObject([{ directive: 'connect-src', disposition: 'report', page: '/new-ad-2' }])
  })

  test('of the older kind are taken too', async () => {
    const { told, portal, post } = await portalWithReports()
    const legacy = {
      'csp-report': { 'document-uri': portal.origin, 'violated-directive': 'img-src', 'blocked-uri': '' },
    }
    expect((await post(legacy, { 'content-type': 'application/csp-report' })).status).toBe(204)
    expect(told).toMatchObject([{ directive: 'img-src' }])
  })

  test('are ten of one posting at most', async () => {
    const { told, report, post } = await portalWithReports()
    expect((await post(Array.from({ length: 30 }, () => report))).status).toBe(204)
    expect(told).toHaveLength(10)
  })

  test.each([
    ['another type', { 'content-type': 'application/json' }, '[]', 415],
    ['a type that forms can send', { 'content-type': 'text/plain' }, '[]', 415],
    ['a coding', { 'content-encoding': 'gzip' }, '[]', 415],
    ['a body beyond 32 KiB', {}, `[${' '.repeat(32_767)}]`, 413],
    ['half of a report', {}, '[{', 400],
    ['something else', {}, '{"password":"secret"}', 400],
    ['__proto__', {}, '[{"type":"x","body":{"__proto__":{}}}]', 400],
  ])('are none: %s', async (_what, headers, body, status) => {
    const { told, post } = await portalWithReports()
    const response = await post(body, headers)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('secret')
    expect(told).toEqual([])
  })

  test('are twenty a minute from one address', async () => {
    const { told, report, post, portal } = await portalWithReports()
    for (let posted = 0; posted < 20; posted += 1) expect((await post([report])).status).toBe(204)
    const refused = await post([report])
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('3')
    expect(told).toHaveLength(20)
    expect((await post([report], { 'x-forwarded-for': '192.0.2.8' })).status).toBe(204)
    portal.advance(60_000)
    expect((await post([report])).status).toBe(204)
  })

  test.each(['GET', 'PUT', 'OPTIONS', 'DELETE'])('are not asked for by %s', async (method) => {
    const { app, portal } = await portalWithReports()
    const response = await app.request(`${portal.origin}/api/reports`, { method })
    expect(response.status).toBe(404)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

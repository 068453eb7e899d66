import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

const samples = async (metrics: ReturnType<typeof createMetrics>, name: string) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name))

test('calls are counted by route, never by what stands in the path', async () => {
  const metrics = createMetrics()
  const app = new Hono()
  app.use('*', metrics.middleware)
  app.get('/api/accounts/:account', (c) => c.text('found'))
  await app.request('/api/accounts/acme')
  expect(await samples(metrics, 'muster_http_request_duration_seconds_count')).toEqual([
    'muster_http_request_duration_seconds_count{method="GET",route="/api/accounts/:account",status="200"} 1',
  ])
})

test('breakers that are open, by dependency: no account is named', async () => {
  const metrics = createMetrics()
  const tell = (accountId: string, state: 'open' | 'closed') =>
    metrics.breaker({ dependency: 'ldap', accountId, state, because: 'ECONNREFUSED' })
  tell('acme', 'open')
  tell('globex', 'open')
  tell('acme', 'closed')
  expect(await samples(metrics, 'muster_breakers_open')).toEqual([
    'muster_breakers_open{dependency="ldap"} 1',
    'muster_breakers_open{dependency="smtp"} 0',
    'muster_breakers_open{dependency="jwks"} 0',
    'muster_breakers_open{dependency="relay"} 0',
  ])
  expect(await metrics.text()).not.toMatch(/acme|globex/)
})

test('requests in flight, those sent away, and what became of mails', async () => {
  const metrics = createMetrics()
  metrics.load.inFlight(7)
  metrics.load.shed('begin')
  metrics.load.shed('begin')
  metrics.mail('sent')
  metrics.mail('deferred')
  expect(await samples(metrics, 'muster_http_requests_in_flight ')).toEqual(['muster_http_requests_in_flight 7'])
  expect(await samples(metrics, 'muster_http_requests_shed_total')).toEqual([
    'muster_http_requests_shed_total{worth="begin"} 2',
  ])
  expect(await samples(metrics, 'muster_mails_total')).toEqual([
    'muster_mails_total{outcome="sent"} 1',
    'muster_mails_total{outcome="deferred"} 1',
  ])
})

test('violations are counted by directive, and words that strangers choose make no series', async () => {
  const metrics = createMetrics()
  for (const directive of ['connect-src', 'connect-src', 'a-word', 'another-word'])
    metrics.violated({ directive, disposition: 'enforce' })
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('muster_csp_violations_total'))
  expect(lines.toSorted()).toEqual([
    'muster_csp_violations_total{directive="connect-src",disposition="enforce"} 2',
    'muster_csp_violations_total{directive="other",disposition="enforce"} 2',
  ])
})

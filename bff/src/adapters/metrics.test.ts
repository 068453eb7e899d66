import { expect, test } from 'vitest'
import { auditEvents } from '../domain/audit-events.ts'
import { openMeter } from './meter.ts'
import { createMetrics } from './metrics.ts'

const begin = () => {
  const { meter, text } = openMeter()
  const samples = async (name: string) => (await text()).split('\n').filter((line) => line.startsWith(name))
  return { metrics: createMetrics(meter), text, samples }
}

test('calls are counted by route, method and status; a method that nobody knows makes no series', async () => {
  const { metrics, samples } = begin()
  const call = { route: '/api/accounts/:account', status: 200, seconds: 0.01 }
  metrics.answered({ ...call, method: 'GET' })
  metrics.answered({ ...call, method: 'BREW' })
  metrics.answered({ ...call, method: 'COFFEE' })
  expect(await samples('muster_http_request_duration_seconds_count')).toEqual([
    'muster_http_request_duration_seconds_count{method="GET",route="/api/accounts/:account",status="200"} 1',
    'muster_http_request_duration_seconds_count{method="other",route="/api/accounts/:account",status="200"} 2',
  ])
})

test('a call that was answered with a problem counts by its code', async () => {
  const { metrics, samples } = begin()
  metrics.answered({ method: 'POST', route: '/api/enrollment', status: 429, seconds: 0.01, code: 'too-many-requests' })
  expect(await samples('muster_problems_total')).toEqual(['muster_problems_total{code="too-many-requests"} 1'])
})

test('breakers that are open, by dependency: no account is named', async () => {
  const { metrics, samples, text } = begin()
  const tell = (accountId: string, state: 'open' | 'closed') =>
    metrics.breaker({ dependency: 'ldap', accountId, state, because: 'ECONNREFUSED' })
  tell('acme', 'open')
  tell('globex', 'open')
  tell('acme', 'closed')
  expect(await samples('muster_breakers_open')).toEqual([
    'muster_breakers_open{dependency="ldap"} 1',
    'muster_breakers_open{dependency="smtp"} 0',
    'muster_breakers_open{dependency="jwks"} 0',
    'muster_breakers_open{dependency="relay"} 0',
  ])
  expect(await text()).not.toMatch(/acme|globex/)
})

test('requests in flight, those sent away, and what became of mails', async () => {
  const { metrics, samples } = begin()
  metrics.load.inFlight(7)
  metrics.load.shed('begin')
  metrics.load.shed('begin')
  metrics.mail('sent')
  metrics.mail('deferred')
  expect(await samples('muster_http_requests_in_flight ')).toEqual(['muster_http_requests_in_flight 7'])
  expect(await samples('muster_http_requests_shed_total')).toEqual(['muster_http_requests_shed_total{worth="begin"} 2'])
  expect(await samples('muster_mails_total')).toEqual([
    'muster_mails_total{outcome="sent"} 1',
    'muster_mails_total{outcome="deferred"} 1',
  ])
})

test('violations are counted by directive, and words that strangers choose make no series', async () => {
  const { metrics, samples } = begin()
  for (const directive of ['connect-src', 'connect-src', 'a-word', 'another-word'])
    metrics.violated({ directive, disposition: 'enforce' })
  expect(await samples('muster_csp_violations_total')).toEqual([
    'muster_csp_violations_total{directive="connect-src",disposition="enforce"} 2',
    'muster_csp_violations_total{directive="other",disposition="enforce"} 2',
  ])
})

test('what is asked of neighbours and of the store has its outcome; the account is on no label of these', async () => {
  const { metrics, samples, text } = begin()
  metrics.measured({ dependency: 'ldap', name: 'verify-password', accountId: 'acme' }, 'rejected', 0.03)
  metrics.measured({ dependency: 'store', name: 'enrollments.save' }, 'ok', 0.001)
  expect(await samples('muster_dependency_duration_seconds_count')).toEqual([
    'muster_dependency_duration_seconds_count{dependency="ldap",operation="verify-password",outcome="rejected"} 1',
  ])
  expect(await samples('muster_store_operation_duration_seconds_count')).toEqual([
    'muster_store_operation_duration_seconds_count{operation="enrollments.save",outcome="ok"} 1',
  ])
  expect(await text()).not.toContain('acme')
})

test('the first hundred accounts have series of their own, and all others one together', async () => {
  const { metrics, samples } = begin()
  for (let account = 0; account < 130; account += 1) metrics.arrived(`account-${account}`, 'identifying')
  metrics.arrived('account-7', 'refused', 'entra-failed')
  const series = await samples('muster_enrollment_steps_total')
  expect(series).toHaveLength(102)
  expect(series).toContain('muster_enrollment_steps_total{account="other",step="identifying"} 30')
  expect(await samples('muster_enrollments_refused_total')).toEqual([
    'muster_enrollments_refused_total{account="account-7",because="entra-failed"} 1',
  ])
})

test('all that may happen in a hundred accounts and the others is told before anybody asks', async () => {
  const { metrics, samples } = begin()
  for (let account = 0; account < 130; account += 1)
    for (const event of auditEvents) metrics.happened(`account-${account}`, event)
  const series = await samples('muster_enrollment_events_total')
  expect(series).toHaveLength(101 * auditEvents.length)
  expect(series.filter((line) => !line.includes('account="'))).toEqual([])
})

test('limits and budgets that are spent, and turns of retention', async () => {
  const { metrics, samples } = begin()
  metrics.limited('start-per-address-minute')
  metrics.budgetSpent()
  metrics.pruned('elsewhere')
  metrics.happened('acme', 'auth.password.ok')
  expect(await samples('muster_limiter_denials_total')).toEqual([
    'muster_limiter_denials_total{limit="start-per-address-minute"} 1',
  ])
  expect(await samples('muster_directory_budgets_spent_total')).toEqual(['muster_directory_budgets_spent_total 1'])
  expect(await samples('muster_retention_runs_total')).toEqual(['muster_retention_runs_total{outcome="elsewhere"} 1'])
  expect(await samples('muster_enrollment_events_total')).toEqual([
    'muster_enrollment_events_total{account="acme",event="auth.password.ok"} 1',
  ])
})

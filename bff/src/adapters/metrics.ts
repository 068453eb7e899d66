import type { Meter } from '@opentelemetry/api'
import type { BreakerEvent } from '../ports/breaker-event.ts'
import type { EnrollmentWatch, Operation } from '../ports/watch.ts'
import { boundedNames } from './bounded-names.ts'

/** A call that was answered. `seconds` it took; `code` of the problem, where it was one. */
export type AnsweredCall = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
  readonly code?: string
}

export type Metrics = Omit<EnrollmentWatch, 'concerns'> & {
  readonly answered: (call: AnsweredCall) => void
  readonly load: { readonly inFlight: (requests: number) => void; readonly shed: (worth: string) => void }
  readonly breaker: (event: BreakerEvent) => void
  /** What one try of one mail came to. */
  readonly mail: (outcome: string) => void
  /** Counts what a page was kept from, or would be. */
  readonly violated: (violation: { readonly directive: string; readonly disposition: string }) => void
  readonly measured: (operation: Operation, outcome: string, seconds: number) => void
}

/** Accounts that have a series of their own; a fleet's are added up by Prometheus. */
const accountsNamed = 100

/** Anybody may post a report: a label for each word in it would be a series without end. */
const directives: readonly string[] = [
  'connect-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'require-trusted-types-for',
  'script-src-attr',
  'script-src-elem',
  'style-src-attr',
  'style-src-elem',
]

const methods: readonly string[] = ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PUT', 'PATCH']

/** Seconds: of what a person waits for, and of what the store does. */
const waits = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8, 15]
const moments = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2]

const histogram = (meter: Meter, name: string, description: string, boundaries: readonly number[]) =>
  meter.createHistogram(name, { description, advice: { explicitBucketBoundaries: [...boundaries] } })

/** Numbers of the portal's or the relay's work; docs/observability.md lists them. No label names a person. */
export const createMetrics = (meter: Meter): Metrics => {
  const counter = (name: string, description: string) => meter.createCounter(name, { description })
  const requests = histogram(
    meter,
    'muster_http_request_duration_seconds',
    'Time to answer a call of the API.',
    [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8],
  )
  const inFlight = meter.createGauge('muster_http_requests_in_flight', {
    description: 'Calls of the API that are being answered.',
  })
  const shed = counter('muster_http_requests_shed_total', 'Calls that were sent away because too many were in flight.')
  const problems = counter('muster_problems_total', 'Calls that were answered with a problem, by its code.')
  const breakers = meter.createUpDownCounter('muster_breakers_open', {
    description: 'Breakers that are open: dependencies that are left alone after failing.',
  })
  for (const dependency of ['ldap', 'smtp', 'jwks', 'relay'] as const) breakers.add(0, { dependency })
  const mails = counter('muster_mails_total', 'Tries to send a mail, by what they came to.')
  const violations = counter(
    'muster_csp_violations_total',
    'Reports of browsers that the content security policy kept a page from something, or would.',
  )
  const dependencies = histogram(
    meter,
    'muster_dependency_duration_seconds',
    'Time of what was asked of directories, the mail server, Microsoft and the relay, by what it came to.',
    waits,
  )
  const store = histogram(
    meter,
    'muster_store_operation_duration_seconds',
    'Time of what was asked of the store.',
    moments,
  )
  const events = counter('muster_enrollment_events_total', 'Events of the audit, by account.')
  const steps = counter('muster_enrollment_steps_total', 'Enrollments that came to a step, by account.')
  const refused = counter('muster_enrollments_refused_total', 'Enrollments that ended in a refusal, by account.')
  const denials = counter('muster_limiter_denials_total', 'Times that a limit was spent, by the limit.')
  const budgets = counter(
    'muster_directory_budgets_spent_total',
    'Tries that were not made because a person’s budget in a directory was spent.',
  )
  const retention = counter('muster_retention_runs_total', 'Turns of retention, by what they came to.')
  const named = boundedNames(accountsNamed)
  inFlight.record(0)

  return {
    answered: ({ method, route, status, seconds, code }) => {
      requests.record(seconds, { method: methods.includes(method) ? method : 'other', route, status: String(status) })
      if (code !== undefined) problems.add(1, { code })
    },
    load: { inFlight: (now) => inFlight.record(now), shed: (worth) => shed.add(1, { worth }) },
    breaker: ({ dependency, state }) => breakers.add(state === 'open' ? 1 : -1, { dependency }),
    mail: (outcome) => mails.add(1, { outcome }),
    violated: ({ directive, disposition }) =>
      violations.add(1, { directive: directives.includes(directive) ? directive : 'other', disposition }),
    measured: ({ dependency, name: operation }, outcome, seconds) =>
      dependency === 'store'
        ? store.record(seconds, { operation, outcome })
        : dependencies.record(seconds, { dependency, operation, outcome }),
    happened: (accountId, event) => events.add(1, { account: named(accountId), event }),
    arrived: (accountId, step, because) => {
      const account = named(accountId)
      steps.add(1, { account, step })
      if (because !== undefined) refused.add(1, { account, because })
    },
    limited: (limit) => denials.add(1, { limit }),
    budgetSpent: () => budgets.add(1),
    pruned: (outcome) => retention.add(1, { outcome }),
  }
}

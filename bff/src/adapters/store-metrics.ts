import type { Meter } from '@opentelemetry/api'
import type { Backlog } from './sql-backlog.ts'
import type { Lines, TransactionEnd } from './sql-session.ts'

/** Hears of each transaction of the store's. */
export const createTransactionMetrics = (meter: Meter): ((end: TransactionEnd) => void) => {
  const durations = meter.createHistogram('muster_store_transaction_duration_seconds', {
    description: 'Time of a transaction with its repetitions.',
    advice: { explicitBucketBoundaries: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2] },
  })
  const retries = meter.createCounter('muster_store_transaction_retries_total', {
    description: 'Times that a transaction was tried again, as the engine asked.',
  })
  retries.add(0)
  return ({ outcome, ms, retried }) => {
    durations.record(ms / 1000, { outcome })
    if (retried > 0) retries.add(retried)
  }
}

/** What is asked of the store when somebody asks for the metrics. */
export type StoreState = { readonly backlog: () => Promise<Backlog>; readonly lines: () => Lines | undefined }

/** What waits in the store, and its connections. A store that does not answer has no such numbers. */
export const watchStore = (meter: Meter, { backlog, lines }: StoreState): void => {
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description })
  const mails = gauge('muster_outbox_mails', 'Mails that wait to be sent.')
  const oldestMail = gauge('muster_outbox_oldest_seconds', 'How long the oldest of them has waited.')
  const unsealed = gauge('muster_audit_unsealed_lines', 'Audit lines that are not sealed yet.')
  const sealLag = gauge('muster_audit_seal_lag_seconds', 'How old the oldest of them is.')
  const connections = gauge('muster_store_connections', 'Connections to PostgreSQL, and callers that wait for one.')
  meter.addBatchObservableCallback(
    async (result) => {
      const { outbox, audit } = await backlog()
      result.observe(mails, outbox.waiting)
      result.observe(oldestMail, outbox.oldest / 1000)
      result.observe(unsealed, audit.waiting)
      result.observe(sealLag, audit.oldest / 1000)
    },
    [mails, oldestMail, unsealed, sealLag],
  )
  connections.addCallback((result) => {
    for (const [state, number] of Object.entries(lines() ?? {})) result.observe(number, { state })
  })
}

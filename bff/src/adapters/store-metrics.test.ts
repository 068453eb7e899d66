import { expect, test } from 'vitest'
import { StoreUnavailable } from '../ports/store-unavailable.ts'
import { openMeter } from './meter.ts'
import { createTransactionMetrics, watchStore } from './store-metrics.ts'

const nothing = { waiting: 0, oldest: 0 }

const samples = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith('muster_') && !line.includes('_bucket'))

test('what waits in the store and its connections, as they are when somebody asks', async () => {
  const { meter, text } = openMeter()
  let outbox = nothing
  watchStore(meter, {
    backlog: async () => ({ outbox, audit: { waiting: 7, oldest: 1_500 } }),
    lines: () => ({ used: 3, idle: 1, waiting: 2 }),
  })
  expect(samples(await text())).toContain('muster_outbox_mails 0')
  outbox = { waiting: 4, oldest: 90_000 }
  expect(samples(await text())).toEqual([
    'muster_outbox_mails 4',
    'muster_outbox_oldest_seconds 90',
    'muster_audit_unsealed_lines 7',
    'muster_audit_seal_lag_seconds 1.5',
    'muster_store_connections{state="used"} 3',
    'muster_store_connections{state="idle"} 1',
    'muster_store_connections{state="waiting"} 2',
  ])
})

test('while the store does not answer its numbers are missing, and all others are there', async () => {
  const { meter, text } = openMeter()
  watchStore(meter, {
    backlog: () => Promise.reject(new StoreUnavailable('locked')),
    lines: () => undefined,
  })
  createTransactionMetrics(meter)({ outcome: 'failed', ms: 2_000, retried: 0 })
  expect(samples(await text())).toEqual([
    'muster_store_transaction_duration_seconds_count{outcome="failed"} 1',
    'muster_store_transaction_duration_seconds_sum{outcome="failed"} 2',
    'muster_store_transaction_retries_total 0',
  ])
})
